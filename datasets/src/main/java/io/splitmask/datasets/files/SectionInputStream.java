package io.splitmask.datasets.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Some bytes of a file. */
final class SectionInputStream extends InputStream {
    private final FileChannel channel;
    private long position;
    private final long end;

    SectionInputStream(Path file, long offset, long size) throws IOException {
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException e) {
            throw FileBytes.named(file, e);
        }
        position = offset;
        end = offset + size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        int wanted = (int) Math.min(length, end - position);
        int count = channel.read(ByteBuffer.wrap(bytes, offset, wanted), position);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
