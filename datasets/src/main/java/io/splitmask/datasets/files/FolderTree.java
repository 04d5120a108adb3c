package io.splitmask.datasets.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files on disk. Links are followed; one that leads back to itself is refused. */
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
        return RelativeName.isHidden(path.getFileName().toString());
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
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!isHidden(file)) {
                // What is still a link here leads nowhere, or to itself.
                if (attributes.isSymbolicLink() && isEndless(file)) {
                    throw loop(file);
                }
                names.add(RelativeName.of(root, file));
            }
            return FileVisitResult.CONTINUE;
        }

        /** Without a folder that may not be listed the rest is still useful. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof FileSystemLoopException) {
                throw loop(file);
            }
            LOG.warn("{} is left out: {}", file, e.toString());
            return FileVisitResult.CONTINUE;
        }

        private static boolean isEndless(Path link) throws IOException {
            Set<Path> passed = new HashSet<>();
            Path at = link;
            while (Files.isSymbolicLink(at)) {
                if (!passed.add(at)) {
                    return true;
                }
                at = target(at);
            }
            return false;
        }

        private static Path target(Path link) throws IOException {
            return link.resolveSibling(Files.readSymbolicLink(link)).normalize();
        }

        private static IOException loop(Path link) throws IOException {
            return new IOException(OneLine.of(link + ": expected a link that leads elsewhere, got one to "
                    + target(link) + ", which leads back to it; remove it"));
        }
    }
}
