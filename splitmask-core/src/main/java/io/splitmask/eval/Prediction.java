package io.splitmask.eval;

import io.splitmask.data.ImageDataset;

/**
 * What a classifier says about an image.
 *
 * @param index position in the data set
 * @param label the true class, or {@link ImageDataset#UNLABELLED}
 * @param predicted the class of the largest score, the lowest if several
 * @param probability of that class, 0..1
 * @param rank of the true class, 0 if it is the predicted one; the number of classes if nothing speaks for it; -1 if the
 *     image has no label
 */
public record Prediction(int index, int label, int predicted, double probability, int rank) {
    /** Returns whether the true class is known. */
    boolean hasLabel() {
        return label != ImageDataset.UNLABELLED;
    }
}
