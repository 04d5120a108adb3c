package io.splitmask.eval.feature;

import io.splitmask.io.SafetensorsFile;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Features of a data set on disk, by block. Memory holds what is asked for. */
public final class Features {
    private final Path folder;
    private final FeatureLayout layout;
    private final int[] labels;
    private final int[] indices;

    private Features(Path folder, FeatureLayout layout, int[] labels, int[] indices) {
        this.folder = folder;
        this.layout = layout;
        this.labels = labels;
        this.indices = indices;
    }

    /**
     * Opens what was written and checks that all of it is there.
     *
     * @throws IOException if something is missing, cut off, or made for another key
     */
    static Features open(Path folder, FeatureKey key, FeatureLayout layout) throws IOException {
        Features features;
        try (SafetensorsFile index = openFile(FeatureLayout.index(folder), key, layout)) {
            features =
                    new Features(folder, layout, index.ints(FeatureLayout.LABELS), index.ints(FeatureLayout.INDICES));
        }
        if (features.labels.length == 0 || features.labels.length != features.indices.length) {
            throw new IOException(folder.toAbsolutePath() + ": expected as many labels as indices, got "
                    + features.labels.length + " and " + features.indices.length);
        }
        for (int part = 0; part < layout.numParts(features.labels.length); part++) {
            features.checkPart(part, key);
        }
        return features;
    }

    private static SafetensorsFile openFile(Path path, FeatureKey key, FeatureLayout layout) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        if (!layout.hasFacts(file, key)) {
            file.close();
            throw new IOException(path.toAbsolutePath() + ": expected features of " + key.text() + ", got "
                    + file.metadata().get("key"));
        }
        return file;
    }

    private void checkPart(int number, FeatureKey key) throws IOException {
        Path path = FeatureLayout.part(folder, number);
        try (SafetensorsFile part = openFile(path, key, layout)) {
            for (int block : layout.blocks()) {
                Shape shape = part.entry(FeatureLayout.block(block)).shape();
                Shape expected = layout.partShape(number, labels.length);
                if (!shape.equals(expected)) {
                    throw new IOException(path.toAbsolutePath() + ": expected " + expected + ", got " + shape);
                }
            }
        }
    }

    /** Returns the number of images. */
    public int rows() {
        return labels.length;
    }

    /** Returns the numbers of the blocks whose features there are, from 0, ascending. */
    public List<Integer> blocks() {
        return layout.blocks();
    }

    /**
     * Reads the features of a block.
     *
     * @throws IllegalArgumentException if there are none of this block
     */
    public FeatureTable block(int number) throws IOException {
        if (!layout.blocks().contains(number)) {
            throw new IllegalArgumentException(
                    "features: expected one of the blocks " + layout.blocks() + ", got " + number);
        }
        return read(List.of(number));
    }

    /** Reads the features of all blocks, set side by side, the first block first. */
    public FeatureTable joined() throws IOException {
        return read(layout.blocks());
    }

    private FeatureTable read(List<Integer> blocks) throws IOException {
        int width = Math.multiplyExact(blocks.size(), layout.width());
        List<float[]> parts = new ArrayList<>();
        for (int number = 0; number < layout.numParts(rows()); number++) {
            int rows = layout.partShape(number, rows()).dim(0);
            float[] values = new float[Math.multiplyExact(rows, width)];
            try (SafetensorsFile part = SafetensorsFile.open(FeatureLayout.part(folder, number))) {
                for (int i = 0; i < blocks.size(); i++) {
                    float[] block = part.floats(FeatureLayout.block(blocks.get(i)));
                    for (int row = 0; row < rows; row++) {
                        System.arraycopy(
                                block, row * layout.width(), values, row * width + i * layout.width(), layout.width());
                    }
                }
            }
            parts.add(values);
        }
        return new FeatureTable(width, layout.partRows(), parts, labels, indices);
    }
}
