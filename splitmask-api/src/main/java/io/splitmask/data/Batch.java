package io.splitmask.data;

import java.util.List;

/**
 * A batch on the host, ready to upload.
 *
 * @param views of every image: one, or several that a method compares
 * @param labels [B], {@link ImageDataset#UNLABELLED} where there is none
 * @param indices [B], positions in the data set
 */
public record Batch(List<View> views, int[] labels, int[] indices) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are not as many labels, or images in a view, as positions
     */
    public Batch {
        views = List.copyOf(views);
        if (labels.length != indices.length) {
            throw new IllegalArgumentException(
                    "batch: expected as many labels as positions, got " + labels.length + " and " + indices.length);
        }
        for (View view : views) {
            if (view.numImages() != indices.length) {
                throw new IllegalArgumentException(
                        "batch: expected " + indices.length + " images in every view, got " + view.numImages());
            }
        }
    }

    /** Returns B. */
    public int size() {
        return indices.length;
    }

    /**
     * Returns one view of every image.
     *
     * @param number from 0
     */
    public View view(int number) {
        return views.get(number);
    }
}
