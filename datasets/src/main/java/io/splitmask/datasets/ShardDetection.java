package io.splitmask.datasets;

import io.splitmask.datasets.files.FileTree;
import io.splitmask.datasets.files.RelativeName;
import io.splitmask.datasets.format.ImageFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;

/** Tells shards from folders of images. */
final class ShardDetection {
    /** Shards stand in the folder or in folders of it. */
    private static final int MAX_DEPTH = 2;

    private ShardDetection() {}

    /** Returns true for an archive with label files, and for a folder with archives but no images however deep. */
    static boolean isShards(Path path, FileTree tree) throws IOException {
        if (!Files.isDirectory(path)) {
            return tree.files("").stream().anyMatch(name -> name.endsWith(".cls"));
        }
        boolean hasArchive = false;
        try (Stream<Path> files = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            for (Iterator<Path> all = files.iterator(); all.hasNext(); ) {
                Path file = all.next();
                String name = RelativeName.of(path, file);
                if (RelativeName.isHidden(name)) {
                    continue;
                }
                if (ImageFormat.hasKnownExtension(name)) {
                    return false;
                }
                hasArchive |= isArchive(name) && path.relativize(file).getNameCount() <= MAX_DEPTH;
            }
        } catch (UncheckedIOException e) {
            return false; // a link that loops: the reader of folders says so
        }
        return hasArchive;
    }

    private static boolean isArchive(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".tar") || lower.endsWith(".zip");
    }
}
