package io.splitmask.datasets;

import io.splitmask.datasets.format.ImageFormat;
import java.io.IOException;
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

/**
 * The image files below a folder.
 *
 * @param root absolute
 * @param folders names of the folders right below the root, sorted
 * @param paths relative to the root with '/' on every platform, sorted; not empty
 */
record FolderListing(Path root, List<String> folders, List<String> paths) {
    private static final Logger LOG = LoggerFactory.getLogger(FolderListing.class);

    static FolderListing of(Path folder) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        requireFolder(root);
        Visitor visitor = new Visitor(root);
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
        if (visitor.paths.isEmpty()) {
            throw new IOException("no images in " + root + ": expected files that end in " + ImageFormat.extensions());
        }
        Collections.sort(visitor.folders);
        Collections.sort(visitor.paths);
        return new FolderListing(root, visitor.folders, visitor.paths);
    }

    private static void requireFolder(Path root) throws IOException {
        if (Files.isDirectory(root)) {
            return;
        }
        if (Files.exists(root)) {
            throw new IOException("expected a folder, got a file: " + root);
        }
        Path parent = root.getParent();
        boolean parentMissing = parent != null && !Files.isDirectory(parent);
        throw new IOException(
                "no such folder: " + root + (parentMissing ? " (its parent " + parent + " is missing too)" : ""));
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final List<String> folders = new ArrayList<>();
        private final List<String> paths = new ArrayList<>();

        Visitor(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (directory.equals(root)) {
                return FileVisitResult.CONTINUE;
            }
            if (isHidden(directory)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (root.equals(directory.getParent())) {
                folders.add(directory.getFileName().toString());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file)
                    && ImageFormat.hasKnownExtension(file.getFileName().toString())) {
                paths.add(root.relativize(file)
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

        private static boolean isHidden(Path path) {
            return path.getFileName().toString().startsWith(".");
        }
    }
}
