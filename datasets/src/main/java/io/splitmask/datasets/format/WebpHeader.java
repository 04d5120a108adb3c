package io.splitmask.datasets.format;

import java.io.IOException;

/** Walks the chunks of a WebP file. */
final class WebpHeader {
    private static final int FIRST_CHUNK = 12;

    private WebpHeader() {}

    static ImageHeader parse(ByteReader bytes) throws IOException {
        long end = 8 + bytes.u32le(4);
        bytes.requireBytes(0, end);
        long content = FIRST_CHUNK + 8;
        if (bytes.startsWith(FIRST_CHUNK, "VP8X")) {
            long width = bytes.u24le(content + 4) + 1L;
            long height = bytes.u24le(content + 7) + 1L;
            return new ImageHeader(ImageFormat.WEBP, width, height, orientation(bytes, end));
        }
        if (bytes.startsWith(FIRST_CHUNK, "VP8L")) {
            long sizes = bytes.u32le(content + 1);
            return new ImageHeader(ImageFormat.WEBP, (sizes & 0x3FFF) + 1, (sizes >> 14 & 0x3FFF) + 1, 1);
        }
        if (bytes.startsWith(FIRST_CHUNK, "VP8 ")) {
            int width = bytes.u16le(content + 6) & 0x3FFF;
            int height = bytes.u16le(content + 8) & 0x3FFF;
            return new ImageHeader(ImageFormat.WEBP, width, height, 1);
        }
        throw new IOException("damaged WebP: expected a VP8, VP8L or VP8X chunk first");
    }

    private static int orientation(ByteReader bytes, long end) throws IOException {
        for (long offset = FIRST_CHUNK; offset + 8 <= end; ) {
            long length = bytes.u32le(offset + 4);
            if (bytes.startsWith((int) offset, "EXIF")) {
                // Some writers keep the prefix of the JPEG segment.
                int prefix = bytes.startsWith((int) offset + 8, "Exif\0\0") ? 6 : 0;
                return ExifOrientation.read(bytes, offset + 8 + prefix, length - prefix);
            }
            offset += 8 + length + (length & 1);
        }
        return 1;
    }
}
