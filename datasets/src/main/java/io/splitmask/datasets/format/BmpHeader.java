package io.splitmask.datasets.format;

import java.io.IOException;

/** Reads the size from a BMP file; this format has no orientation. */
final class BmpHeader {
    private static final int OS2_HEADER = 12;
    private static final int MIN_HEADER = 40;
    private static final int MAX_HEADER = 124;

    /** None, two kinds of run lengths, bit fields; others hold a JPEG or PNG. */
    private static final int MAX_COMPRESSION = 3;

    private BmpHeader() {}

    static ImageHeader parse(ByteReader bytes) throws IOException {
        long pixelOffset = bytes.u32le(10);
        long headerSize = bytes.u32le(14);
        if (headerSize != OS2_HEADER && (headerSize < MIN_HEADER || headerSize > MAX_HEADER)) {
            throw new IOException("damaged BMP: expected a header of " + OS2_HEADER + " or " + MIN_HEADER + ".."
                    + MAX_HEADER + " bytes, got " + headerSize);
        }
        if (headerSize == OS2_HEADER) {
            return header(bytes, pixelOffset, bytes.u16le(18), bytes.u16le(20), bytes.u16le(24));
        }
        long width = (int) bytes.u32le(18);
        long height = Math.abs((long) (int) bytes.u32le(22)); // negative: rows from the top
        long compression = bytes.u32le(30);
        if (compression > MAX_COMPRESSION) {
            throw new IOException("expected a BMP with compression 0.." + MAX_COMPRESSION + ", got " + compression);
        }
        boolean hasFixedRows = compression == 0 || compression == MAX_COMPRESSION;
        return header(bytes, pixelOffset, width, height, hasFixedRows ? bytes.u16le(28) : 0);
    }

    private static ImageHeader header(ByteReader bytes, long pixelOffset, long width, long height, int bitsPerPixel)
            throws IOException {
        if (bitsPerPixel > 0 && width > 0 && width * height <= Integer.MAX_VALUE) {
            long rowBytes = (width * bitsPerPixel + 31) / 32 * 4;
            // Some writers leave out the padding of the last row.
            bytes.requireBytes(pixelOffset, rowBytes * height - Math.min(3, rowBytes * height));
        }
        return new ImageHeader(ImageFormat.BMP, width, height, 1);
    }
}
