package io.splitmask.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps other processes and threads from training in the same folder, whose checkpoints would mix. It ends with the
 * process, however that ends. The file stays: removing it would let two others lock different files of one name.
 */
final class RunLock implements Closeable {
    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a folder, which is made if needed.
     *
     * @throws IOException if a run is going on there; one line
     */
    static RunLock of(RunFolder folder) throws IOException {
        Path file = Files.createDirectories(folder.path()).resolve(".lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new RunLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Of this process; told below.
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException(
                folder.path().toAbsolutePath() + ": a run is going on in this folder; wait for it, or choose another");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
