package io.splitmask.datasets.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads whole files and says in one line what went wrong. */
public final class FileBytes {
    /** {@value} bytes: larger files are not read whole. */
    public static final long MAX_BYTES = 1L << 30;

    private FileBytes() {}

    /**
     * Reads a file.
     *
     * @throws IOException if it is missing, too large or cannot be read; one line with the absolute path
     */
    public static byte[] read(Path file) throws IOException {
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new IOException("expected at most " + MAX_BYTES + " bytes, got " + size);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw named(file, e);
        }
    }

    /** Returns the failure with the file's absolute path and the reason in plain words. */
    static IOException named(Path file, IOException e) {
        return new IOException(file.toAbsolutePath() + ": " + reason(file, e), e);
    }

    /** Returns the failure with a file's name before the message, unless it begins with that already. */
    public static IOException named(String file, IOException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.startsWith(file) ? e : new IOException(file + ": " + message, e);
    }

    private static String reason(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "no permission to read it";
        }
        String message = e.getMessage();
        return message == null || message.equals(file.toString()) ? e.getClass().getSimpleName() : message;
    }
}
