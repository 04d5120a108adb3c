package io.splitmask.datasets.format;

import java.io.IOException;

/** Finds tag 0x0112 in the first directory of EXIF data, which has the layout of a TIFF file. */
final class ExifOrientation {
    private static final int TAG = 0x0112;

    private ExifOrientation() {}

    /** Returns 1..8; damaged or missing metadata counts as 1, since the pixels may still be good. */
    static int read(ByteReader bytes, long start, long length) throws IOException {
        long end = Math.min(bytes.length(), start + length);
        boolean littleEndian = bytes.startsWith((int) start, 'I', 'I', 42, 0);
        if (end - start < 8 || !(littleEndian || bytes.startsWith((int) start, 'M', 'M', 0, 42))) {
            return 1;
        }
        long directory = start + (littleEndian ? bytes.u32le(start + 4) : bytes.u32be(start + 4));
        if (directory + 2 > end) {
            return 1;
        }
        int numEntries = u16(bytes, directory, littleEndian);
        for (int i = 0; i < numEntries; i++) {
            long entry = directory + 2 + 12L * i;
            if (entry + 12 > end) {
                return 1;
            }
            if (u16(bytes, entry, littleEndian) == TAG) {
                int value = u16(bytes, entry + 8, littleEndian);
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }

    private static int u16(ByteReader bytes, long offset, boolean littleEndian) throws IOException {
        return littleEndian ? bytes.u16le(offset) : bytes.u16be(offset);
    }
}
