package io.splitmask.io.internal;

import io.splitmask.io.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is open for reading at any position, also by several threads. */
public final class PositionedFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final long size;

    private PositionedFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /**
     * Opens a file.
     *
     * @throws NoSuchFileException if there is no such file; the message says whether its folder is missing too
     * @throws IOException if it is a folder or cannot be read
     */
    public static PositionedFile open(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path parent = absolute.getParent();
        if (Files.notExists(absolute)) {
            boolean noParent = parent != null && Files.notExists(parent);
            throw new NoSuchFileException(
                    absolute.toString(), null, noParent ? "no such file; its folder is missing too" : "no such file");
        }
        if (Files.isDirectory(absolute)) {
            throw new WeightsException(absolute, "expected a file, got a folder");
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new PositionedFile(path, channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Returns where the file lies. */
    public Path path() {
        return path;
    }

    /** Returns the number of bytes that the file had when it was opened. */
    public long size() {
        return size;
    }

    /**
     * Reads bytes that the file is known to have.
     *
     * @param position of the first byte
     * @param length number of bytes; the caller has checked it against {@link #size}
     * @return little-endian, backed by an array of that length, at position 0
     * @throws WeightsException if the file ends before
     */
    public ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new WeightsException(path, "the file became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
