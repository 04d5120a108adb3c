package io.splitmask.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command writes at its end; what can be wrong with its place is told at the start. */
public final class OutputFile {
    private OutputFile() {}

    /**
     * Checks the place of a file. One that exists will be replaced.
     *
     * @param file as given by {@code --out}
     * @return its absolute path
     * @throws UsageException if it is a folder, or its own folder is missing or may not be written
     */
    public static Path in(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.resolveSibling("").toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            throw new UsageException("--out: expected a file, got the folder " + absolute + "; name a file in it");
        }
        if (!Files.isDirectory(folder)) {
            throw new UsageException("--out: " + MissingFile.message("folder", folder) + "; create it first");
        }
        if (!Files.isWritable(folder)) {
            throw new UsageException("--out: no permission to write to " + folder + "; choose another folder");
        }
        return absolute;
    }
}
