package io.splitmask.eval.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Features of images in memory, one row for each. The values stand in parts of equally many rows, since one Java array
 * cannot hold those of a large set.
 */
public final class FeatureTable {
    private final int width;
    private final int partRows;
    private final List<float[]> parts;
    private final int[] labels;
    private final int[] indices;

    /**
     * Wraps values.
     *
     * @param width values in a row
     * @param partRows rows in each part but the last, which may have fewer
     * @param parts row-major, not copied
     * @param labels by row, not copied
     * @param indices position of each row's image in the data set, not copied
     */
    FeatureTable(int width, int partRows, List<float[]> parts, int[] labels, int[] indices) {
        this.width = width;
        this.partRows = partRows;
        this.parts = List.copyOf(parts);
        this.labels = labels;
        this.indices = indices;
        long values = parts.stream().mapToLong(part -> part.length).sum();
        if (width < 1 || values != (long) labels.length * width || labels.length != indices.length) {
            throw new IllegalArgumentException("features: expected as many labels and indices as rows of " + width
                    + " values, got " + values + " values, " + labels.length + " labels and " + indices.length
                    + " indices");
        }
    }

    /**
     * Makes a table of values.
     *
     * @param values [rows, width], row-major, not copied
     * @param labels by row, not copied
     * @throws IllegalArgumentException if the numbers of values and labels do not fit
     */
    public static FeatureTable of(float[] values, int width, int[] labels) {
        int[] indices = new int[labels.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = i;
        }
        return new FeatureTable(width, Math.max(1, labels.length), List.of(values), labels, indices);
    }

    /** Returns the number of images. */
    public int rows() {
        return labels.length;
    }

    /** Returns how many values a row has. */
    public int width() {
        return width;
    }

    /** Returns the label of a row's image, {@link io.splitmask.data.ImageDataset#UNLABELLED} if it has none. */
    public int label(int row) {
        return labels[row];
    }

    /** Returns the position of a row's image in the data set. */
    public int index(int row) {
        return indices[row];
    }

    /**
     * Copies a row.
     *
     * @param start position of its first value in the target
     */
    public void copyRow(int row, float[] target, int start) {
        System.arraycopy(parts.get(row / partRows), row % partRows * width, target, start, width);
    }

    /**
     * Copies rows {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @return [to - from, width], row-major
     */
    public float[] rows(int from, int to) {
        float[] values = new float[Math.multiplyExact(to - from, width)];
        for (int row = from; row < to; row++) {
            copyRow(row, values, (row - from) * width);
        }
        return values;
    }

    /** Returns a table of some rows, in the order given; the values are copied. */
    public FeatureTable select(int... rows) {
        List<float[]> chosen = new ArrayList<>();
        for (int from = 0; from < rows.length; from += partRows) {
            int count = Math.min(partRows, rows.length - from);
            float[] part = new float[Math.multiplyExact(count, width)];
            for (int i = 0; i < count; i++) {
                copyRow(rows[from + i], part, i * width);
            }
            chosen.add(part);
        }
        return new FeatureTable(
                width,
                partRows,
                chosen,
                Arrays.stream(rows).map(row -> labels[row]).toArray(),
                Arrays.stream(rows).map(row -> indices[row]).toArray());
    }

    /**
     * Checks that every image has a label.
     *
     * @param task what the user does
     * @param classes number of classes
     * @throws IllegalArgumentException if a label is not a class
     */
    public void requireLabels(String task, int classes) {
        for (int row = 0; row < rows(); row++) {
            if (labels[row] < 0 || labels[row] >= classes) {
                throw new IllegalArgumentException(task + ": expected labels from 0 to " + (classes - 1) + ", got "
                        + labels[row] + " for image " + indices[row]);
            }
        }
    }
}
