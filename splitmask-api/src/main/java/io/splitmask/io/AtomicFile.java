package io.splitmask.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;

/** Writes a file so that readers see the old content or the new one, never a part, also after a crash. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything to a channel that stands at the start of an empty file. */
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Writes to a temporary file in the same folder, forces it to disk, gives it the target's name, and forces the
     * folder. If the content throws, the temporary file is removed and the target is untouched.
     *
     * @param target the file to create or replace; its folder must exist
     * @param content what to write
     * @throws NoSuchFileException if the folder does not exist
     * @throws IOException if writing fails, or the target is a folder
     */
    public static void write(Path target, Content content) throws IOException {
        Path file = target.toAbsolutePath();
        Path folder = file.resolveSibling(".");
        if (Files.notExists(folder)) {
            throw new NoSuchFileException(file.toString(), null, "cannot be written: its folder does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "cannot be written: expected a file, got a folder");
        }
        // Not Files.createTempFile: its files are readable by the owner only, whatever the user's umask says.
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException | Error e) {
            deleteAfter(e, temporary);
            // Only the bare class: what the system says of a write, such as that the disk is full, names no file.
            if (e.getClass() == IOException.class) {
                throw new IOException(
                        file + ": cannot be written: " + e.getMessage() + "; what was there before is untouched", e);
            }
            throw e;
        }
        forceFolder(folder);
    }

    private static void deleteAfter(Throwable failure, Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static void forceFolder(Path folder) throws IOException {
        // Windows cannot open a folder as a file; its rename is on disk when the move returns.
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
