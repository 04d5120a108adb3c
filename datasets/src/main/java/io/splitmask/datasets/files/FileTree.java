package io.splitmask.datasets.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files by name, in a folder or in an archive. Names are relative to the root, with '/' between folders on every
 * platform. Nothing stays open between calls; thread-safe.
 */
public interface FileTree {
    /**
     * Opens a folder, or a {@code .zip} or {@code .tar} file without unpacking it.
     *
     * @throws IOException if it is missing, of another kind, damaged or unsafe; one line
     */
    static FileTree open(Path root) throws IOException {
        Path absolute = root.toAbsolutePath().normalize();
        return Files.isRegularFile(absolute) ? ArchiveTree.of(absolute) : FolderTree.of(absolute);
    }

    /**
     * Opens the folder that holds a file, which need not exist.
     *
     * @throws IOException as {@link #open}, or if the path is a root
     */
    static FileTree around(Path file) throws IOException {
        Path parent = file.toAbsolutePath().normalize().getParent();
        if (parent == null) {
            throw new IOException("expected a file, got the folder " + file);
        }
        return open(parent);
    }

    /** Returns what to call a file in messages: its path, or the archive's path, '!' and the name; "" is the root. */
    String describe(String name);

    /**
     * Lists all files below a folder, however deep, sorted by character codes, without those that are
     * {@link RelativeName#isHidden hidden}.
     *
     * @param folder name of the folder, "" for the root
     * @throws IOException if there is no such folder
     */
    List<String> files(String folder) throws IOException;

    /**
     * Lists the names of the folders right below a folder, sorted, without those that are hidden.
     *
     * @param folder name of the folder, "" for the root
     * @throws IOException if there is no such folder
     */
    List<String> folders(String folder) throws IOException;

    /** Returns whether there is a file of this name. */
    boolean hasFile(String name);

    /** Returns whether there is a folder of this name. */
    boolean hasFolder(String name);

    /**
     * Opens a file, however large.
     *
     * @throws IOException if it is missing or cannot be read; the message names it
     */
    InputStream stream(String name) throws IOException;

    /**
     * Reads a whole file.
     *
     * @throws IOException if it is missing, cannot be read or is larger than {@link FileBytes#MAX_BYTES}; the message
     *     names it
     */
    byte[] read(String name) throws IOException;

    /** Returns the files below one folder under names relative to that. */
    default FileTree below(String folder) {
        return folder.isEmpty() ? this : new SubTree(this, folder);
    }
}
