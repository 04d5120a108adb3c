package io.splitmask.cli.embed;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.OneLine;
import io.splitmask.io.AtomicFile;
import io.splitmask.io.NpyWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Features of images as a NumPy file, and beside it the names of the images, one on each line in the order of the rows.
 *
 * @param path of the NumPy file
 */
record FeatureFile(Path path) {
    private static final String EXTENSION = ".npy";

    /**
     * What was written.
     *
     * @param rows images described
     * @param leftOut images that could not be read
     */
    record Written(long rows, int leftOut) {}

    /** Returns the file of the names. */
    Path names() {
        String name = path.getFileName().toString();
        String stem = name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
        return path.resolveSibling(stem + ".txt");
    }

    /** Writes both files, each whole or not at all. The names come first: who finds features finds their names too. */
    Written write(EmbeddingPass pass, ImageDataset images) throws IOException {
        AtomicLong leftOut = new AtomicLong();
        AtomicLong numRows = new AtomicLong();
        NpyWriter.write(path, pass.embedder().shape(), rows -> {
            AtomicFile.write(names(), channel -> {
                Writer names = Channels.newWriter(channel, StandardCharsets.UTF_8);
                leftOut.set(pass.each(images, (indices, features) -> {
                    rows.add(features);
                    for (int index : indices) {
                        // What ends a line somewhere would shift the names of all rows below.
                        names.write(OneLine.of(images.name(index)) + "\n");
                    }
                }));
                names.flush();
            });
            numRows.set(rows.rows());
        });
        return new Written(numRows.get(), leftOut.intValue());
    }
}
