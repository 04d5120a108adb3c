package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;

/**
 * Labelled images in two parts.
 *
 * @param train to train on
 * @param test to measure on, of the same classes
 */
public record LabelledSplits(ImageDataset train, ImageDataset test) {
    /** Returns up to so many training images, and half as many test images, spread evenly. */
    public LabelledSplits spread(int count) {
        return new LabelledSplits(ImageSubset.spread(train, count), ImageSubset.spread(test, count / 2));
    }
}
