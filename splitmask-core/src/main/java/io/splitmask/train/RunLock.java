package io.splitmask.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps other processes and threads from training in the same folder, whose checkpoints would mix. It ends with the
 * process, however that ends. The file stays: removing it would let two others lock different files of one name.
 */
final class RunLock implements Closeable {
    /** Name of the locked file in the run's folder: {@value}. */
    static final String FILE = ".lock";

    /**
     * Folders that this process has locked, by their real paths. They are looked up before the file is opened: on POSIX
     * systems a process loses its lock when it closes any of its channels to the file, not only the one that locked.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private RunLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Locks a folder, which is made if needed.
     *
     * @throws IOException if a run is going on there; one line
     */
    static RunLock of(RunFolder run) throws IOException {
        Path folder = Files.createDirectories(run.path()).toRealPath();
        if (!HELD.add(folder)) {
            throw taken(run);
        }
        try {
            return new RunLock(folder, locked(run, folder.resolve(FILE)));
        } catch (IOException | RuntimeException e) {
            HELD.remove(folder);
            throw e;
        }
    }

    private static FileChannel locked(RunFolder run, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw taken(run);
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw taken(run);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static IOException taken(RunFolder run) {
        return new IOException(
                run.path().toAbsolutePath() + ": a run is going on in this folder; wait for it, or choose another");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(folder);
        }
    }
}
