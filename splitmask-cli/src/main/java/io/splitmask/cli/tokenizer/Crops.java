package io.splitmask.cli.tokenizer;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.loader.BatchLoader;
import io.splitmask.datasets.loader.LoaderBatches;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.datasets.transform.PretrainTransform;

/** Images as pre-training shows them to a tokenizer: random crops at half resolution. */
final class Crops {
    private static final int BATCH = 64;

    private Crops() {}

    /** Returns crops without end, in a random order. */
    static LoaderBatches endless(ImageDataset images, int imageSize, long seed, LoaderOptions.Tuning loading) {
        LoaderOptions options =
                LoaderOptions.training(Math.min(BATCH, images.size()), seed).withTuning(loading);
        return new LoaderBatches(images, new PretrainTransform(imageSize), options);
    }

    /** Starts to load one crop of each image. */
    static BatchLoader once(ImageDataset images, int imageSize, LoaderOptions.Tuning loading) {
        LoaderOptions options = LoaderOptions.evaluation(BATCH).withTuning(loading);
        return new BatchLoader(images, new PretrainTransform(imageSize), options);
    }
}
