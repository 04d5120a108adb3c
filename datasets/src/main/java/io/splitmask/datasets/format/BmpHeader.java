package io.splitmask.datasets.format;

import java.io.IOException;

/** Reads the size from a BMP file; this format has no orientation. */
final class BmpHeader {
    private static final int OS2_HEADER = 12;

    private BmpHeader() {}

    static ImageHeader parse(ByteReader bytes) throws IOException {
        long pixelOffset = bytes.u32le(10);
        if (bytes.u32le(14) == OS2_HEADER) {
            return header(bytes, pixelOffset, bytes.u16le(18), bytes.u16le(20), bytes.u16le(24));
        }
        long width = (int) bytes.u32le(18);
        long height = Math.abs((long) (int) bytes.u32le(22)); // negative: rows from the top
        boolean uncompressed = bytes.u32le(30) == 0 || bytes.u32le(30) == 3;
        return header(bytes, pixelOffset, width, height, uncompressed ? bytes.u16le(28) : 0);
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
