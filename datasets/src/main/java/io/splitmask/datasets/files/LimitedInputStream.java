package io.splitmask.datasets.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends after a number of bytes, and fails if there would be more. */
public final class LimitedInputStream extends FilterInputStream {
    private long numLeft;

    /** Allows {@code limit} bytes of a stream that is closed with this one. */
    public LimitedInputStream(InputStream stream, long limit) {
        super(stream);
        numLeft = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (numLeft == 0 && length > 0) {
            if (in.read() >= 0) {
                throw new IOException("the compressed data hold more bytes than declared");
            }
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, numLeft));
        numLeft -= Math.max(0, count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(Math.min(count, numLeft));
        numLeft -= skipped;
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
