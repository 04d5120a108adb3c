package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;

/**
 * Labelled images in two parts.
 *
 * @param train to train on
 * @param test to measure on, of the same classes
 */
public record LabelledSplits(ImageDataset train, ImageDataset test) {}
