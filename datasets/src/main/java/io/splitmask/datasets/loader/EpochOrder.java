package io.splitmask.datasets.loader;

import java.util.random.RandomGenerator;

/**
 * Which images stand in which batch.
 *
 * <p>With repeats, the shuffled images stand {@code repeats} times in a row each, and an epoch ends where it would
 * without them, cut to a multiple of {@link LoaderOptions#REPEATED_EPOCH_UNIT}; a data set smaller than that is not cut.
 *
 * @see "DeiT 7e160fe, samplers.py, RASampler, for one process"
 */
final class EpochOrder {
    private final int numImages;
    private final LoaderOptions options;
    private final int entriesPerEpoch;
    private final int batchesPerEpoch;
    private long cachedEpoch = -1;
    private int[] cachedOrder = new int[0];

    EpochOrder(int numImages, LoaderOptions options) {
        this.numImages = numImages;
        this.options = options;
        int unit = LoaderOptions.REPEATED_EPOCH_UNIT;
        entriesPerEpoch = options.repeats() == 1 || numImages < unit ? numImages : numImages / unit * unit;
        int batchSize = options.batchSize();
        batchesPerEpoch = options.mode().dropsRemainder()
                ? entriesPerEpoch / batchSize
                : (int) (((long) entriesPerEpoch + batchSize - 1) / batchSize);
    }

    /**
     * Checks that an epoch has a batch.
     *
     * @throws IllegalArgumentException if it has none
     */
    void requireABatch() {
        if (batchesPerEpoch == 0) {
            throw new IllegalArgumentException("batch size: expected at most the " + entriesPerEpoch
                    + " images of an epoch, got " + options.batchSize() + "; use a smaller batch");
        }
    }

    int batchesPerEpoch() {
        return batchesPerEpoch;
    }

    /** Returns the positions in the data set of one batch, [B] or fewer. */
    int[] indices(LoaderPosition position) {
        int begin = position.batch() * options.batchSize();
        int[] indices = new int[Math.min(options.batchSize(), entriesPerEpoch - begin)];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = options.mode().isTraining()
                    ? shuffled(position.epoch())[(begin + i) / options.repeats()]
                    : begin + i;
        }
        return indices;
    }

    /** Returns which repetition of its image stands in a slot of a batch: 0 to repeats - 1. */
    static int repetition(LoaderOptions options, LoaderPosition position, int slot) {
        return (int) (((long) position.batch() * options.batchSize() + slot) % options.repeats());
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
