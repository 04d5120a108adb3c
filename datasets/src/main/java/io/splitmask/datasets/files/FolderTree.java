package io.splitmask.datasets.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files on disk. Links are followed; one that leads back to where it is found is left out with a warning. */
final class FolderTree implements FileTree {
    private static final Logger LOG = LoggerFactory.getLogger(FolderTree.class);

    private final Path root;

    private FolderTree(Path root) {
        this.root = root;
    }

    /**
     * Opens a folder.
     *
     * @param root absolute
     */
    static FolderTree of(Path root) throws IOException {
        requireFolder(root);
        return new FolderTree(root);
    }

    private static void requireFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (Files.exists(folder)) {
            throw new IOException("expected a folder, got a file: " + folder);
        }
        Path parent = folder.getParent();
        boolean parentMissing = parent != null && !Files.isDirectory(parent);
        throw new IOException(
                "no such folder: " + folder + (parentMissing ? " (its parent " + parent + " is missing too)" : ""));
    }

    private Path path(String name) {
        return root.resolve(name);
    }

    @Override
    public String describe(String name) {
        return OneLine.of(path(name).toString());
    }

    @Override
    public List<String> files(String folder) throws IOException {
        Path start = path(folder);
        requireFolder(start);
        Visitor visitor = new Visitor(root, start);
        Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
        Collections.sort(visitor.names);
        return visitor.names;
    }

    @Override
    public List<String> folders(String folder) throws IOException {
        Path start = path(folder);
        requireFolder(start);
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> children =
                Files.newDirectoryStream(start, child -> !isHidden(child) && Files.isDirectory(child))) {
            children.forEach(child -> names.add(child.getFileName().toString()));
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public boolean hasFile(String name) {
        return Files.isRegularFile(path(name));
    }

    @Override
    public boolean hasFolder(String name) {
        return Files.isDirectory(path(name));
    }

    @Override
    public InputStream stream(String name) throws IOException {
        try {
            return Files.newInputStream(path(name));
        } catch (IOException e) {
            throw FileBytes.named(path(name), e);
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        return FileBytes.read(path(name));
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Path start;
        private final List<String> names = new ArrayList<>();

        Visitor(Path root, Path start) {
            this.root = root;
            this.start = start;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return isHidden(directory) && !directory.equals(start)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file)) {
                names.add(root.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/"));
            }
            return FileVisitResult.CONTINUE;
        }

        /** A link into its own parents, or a folder that may not be listed: the rest is still useful. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            LOG.warn("{} is left out: {}", file, e.toString());
            return FileVisitResult.CONTINUE;
        }
    }
}
