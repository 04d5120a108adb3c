package io.splitmask.datasets.loader;

import java.util.random.RandomGenerator;

/** Which images stand in which batch. */
final class EpochOrder {
    private final int numImages;
    private final LoaderOptions options;
    private final int batchesPerEpoch;
    private long cachedEpoch = -1;
    private int[] cachedOrder = new int[0];

    EpochOrder(int numImages, LoaderOptions options) {
        this.numImages = numImages;
        this.options = options;
        int batchSize = options.batchSize();
        batchesPerEpoch = options.mode().dropsRemainder()
                ? numImages / batchSize
                : (int) (((long) numImages + batchSize - 1) / batchSize);
    }

    int batchesPerEpoch() {
        return batchesPerEpoch;
    }

    /** Returns the positions in the data set of one batch, [B] or fewer. */
    int[] indices(LoaderPosition position) {
        int begin = position.batch() * options.batchSize();
        int[] indices = new int[Math.min(options.batchSize(), numImages - begin)];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = options.mode().isTraining() ? shuffled(position.epoch())[begin + i] : begin + i;
        }
        return indices;
    }

    LoaderPosition next(LoaderPosition position) {
        return position.batch() + 1 < batchesPerEpoch
                ? new LoaderPosition(position.epoch(), position.batch() + 1)
                : new LoaderPosition(position.epoch() + 1, 0);
    }

    private int[] shuffled(long epoch) {
        if (epoch != cachedEpoch) {
            cachedOrder = shuffle(SeedMix.order(options.seed(), epoch));
            cachedEpoch = epoch;
        }
        return cachedOrder;
    }

    /** Fisher and Yates. */
    private int[] shuffle(RandomGenerator random) {
        int[] order = new int[numImages];
        for (int i = 0; i < numImages; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
