package io.splitmask.datasets.format;

import java.io.IOException;

/** Walks the segments of a JPEG file up to its first scan. */
final class JpegHeader {
    private static final int APP1 = 0xE1;
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;

    private JpegHeader() {}

    static ImageHeader parse(ByteReader bytes) throws IOException {
        long width = 0;
        long height = 0;
        int orientation = 1;
        long offset = 2;
        while (true) {
            if (bytes.u8(offset) != 0xFF) {
                throw new IOException("damaged JPEG: expected a segment at byte " + offset);
            }
            int marker = bytes.u8(offset + 1);
            if (marker == 0xFF) { // padding
                offset++;
                continue;
            }
            int length = bytes.u16be(offset + 2);
            long content = offset + 4;
            if (marker == START_OF_SCAN) {
                requireEnd(bytes, content);
                return new ImageHeader(ImageFormat.JPEG, width, height, orientation);
            }
            if (isStartOfFrame(marker)) {
                height = bytes.u16be(content + 1);
                width = bytes.u16be(content + 3);
            } else if (marker == APP1 && bytes.startsWith((int) content, "Exif\0\0")) {
                orientation = ExifOrientation.read(bytes, content + 6, length - 8);
            }
            offset += 2 + length;
        }
    }

    private static boolean isStartOfFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /** The decoder paints the missing rest of a cut file grey; coded data cannot contain the marker by chance. */
    private static void requireEnd(ByteReader bytes, long scan) throws IOException {
        for (long offset = bytes.length() - 2L; offset >= scan; offset--) {
            if (bytes.u8(offset) == 0xFF && bytes.u8(offset + 1) == END_OF_IMAGE) {
                return;
            }
        }
        throw new IOException("cut short: the JPEG has no end-of-image marker");
    }
}
