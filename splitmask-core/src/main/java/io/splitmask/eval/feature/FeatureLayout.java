package io.splitmask.eval.feature;

import io.splitmask.io.SafetensorsFile;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How features lie in a folder: {@code part-00000.safetensors} and so on with a tensor for each block, and
 * {@code index.safetensors} with labels and indices.
 *
 * @param blocks numbers of the blocks, ascending
 * @param width values of a block's feature
 * @param partRows rows of each part but the last
 */
record FeatureLayout(List<Integer> blocks, int width, int partRows) {
    static final String LABELS = "labels";
    static final String INDICES = "indices";

    private static final String FORMAT = "splitmask-features 1";
    private static final long PART_BYTES = 64L << 20;

    /** Chooses parts of about 64 MiB. */
    static FeatureLayout of(FeatureExtractor extractor) {
        List<Integer> blocks = extractor.blocks();
        long rowBytes = (long) blocks.size() * extractor.width() * Float.BYTES;
        return new FeatureLayout(blocks, extractor.width(), (int) Math.max(1, PART_BYTES / rowBytes));
    }

    static Path part(Path folder, int number) {
        return folder.resolve(String.format(Locale.ROOT, "part-%05d.safetensors", number));
    }

    static Path index(Path folder) {
        return folder.resolve("index.safetensors");
    }

    static String block(int number) {
        return "blocks." + number;
    }

    void putFacts(SafetensorsWriter writer, FeatureKey key) {
        writer.metadata("format", FORMAT).metadata("key", key.text());
    }

    boolean hasFacts(SafetensorsFile file, FeatureKey key) {
        return FORMAT.equals(file.metadata().get("format"))
                && key.text().equals(file.metadata().get("key"));
    }

    /** Returns how many parts hold so many rows. */
    int numParts(int rows) {
        return (rows + partRows - 1) / partRows;
    }

    /**
     * Returns the shape of each block's tensor in a part.
     *
     * @param rows of all parts
     */
    Shape partShape(int part, int rows) {
        return Shape.of(Math.min(partRows, rows - part * partRows), width);
    }
}
