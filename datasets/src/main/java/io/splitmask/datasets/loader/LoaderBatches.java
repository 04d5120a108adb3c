package io.splitmask.datasets.loader;

import io.splitmask.data.BatchSource;
import io.splitmask.data.BatchSources;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.transform.Transform;

/**
 * Opens loaders over a data set at any position, for training that can be resumed.
 *
 * @param dataset what is loaded
 * @param transform what is made of each image
 * @param options batch size, seed, order and speed; the start is that of {@link #openAt}
 */
public record LoaderBatches(ImageDataset dataset, Transform transform, LoaderOptions options) implements BatchSources {
    /**
     * Checks that there is a batch.
     *
     * @throws IllegalArgumentException if the data set is smaller than one
     */
    public LoaderBatches {
        new EpochOrder(dataset.size(), options).requireABatch();
    }

    /** Returns how many batches an epoch has. */
    public int batchesPerEpoch() {
        return new EpochOrder(dataset.size(), options).batchesPerEpoch();
    }

    @Override
    public BatchSource openAt(long position) {
        long perEpoch = batchesPerEpoch();
        return new BatchLoader(dataset, transform, options.startingAt(new LoaderPosition(position / perEpoch, (int)
                (position % perEpoch))));
    }
}
