package io.splitmask.datasets.format;

import java.io.IOException;

/** Walks the chunks of a PNG file to its end and checks each, before the decoder does so with its own messages. */
final class PngHeader {
    private static final int SIGNATURE = 8;

    private PngHeader() {}

    static ImageHeader parse(ByteReader bytes) throws IOException {
        if (!bytes.startsWith(SIGNATURE + 4, "IHDR")) {
            throw new IOException("damaged PNG: expected an IHDR chunk first");
        }
        long width = bytes.u32be(SIGNATURE + 8);
        long height = bytes.u32be(SIGNATURE + 12);
        int orientation = 1;
        long offset = SIGNATURE;
        while (!bytes.startsWith((int) offset + 4, "IEND")) {
            long length = bytes.u32be(offset);
            if (bytes.crc32(offset + 4, length + 4) != bytes.u32be(offset + 8 + length)) {
                throw new IOException("damaged PNG: wrong checksum of the chunk at byte " + offset);
            }
            if (bytes.startsWith((int) offset + 4, "eXIf")) {
                orientation = ExifOrientation.read(bytes, offset + 8, length);
            }
            offset += length + 12;
        }
        return new ImageHeader(ImageFormat.PNG, width, height, orientation);
    }
}
