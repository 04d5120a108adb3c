package io.splitmask.datasets.loader;

/**
 * How to go through a data set.
 *
 * @param batchSize B, at least 1
 * @param seed of the order and of the augmentation
 * @param mode training or evaluation
 * @param repeats how often a drawn image stands in an epoch, one after the other and augmented differently each time;
 *     1 for each image once. With more, an epoch keeps its length of N entries, cut to a multiple of
 *     {@value #REPEATED_EPOCH_UNIT} if there are as many, and shows about N / repeats images
 * @param start the first batch to deliver
 * @param tuning what changes speed and memory, but not the batches
 * @param maxBadShare share of unreadable images in the data set above which loading fails, 0..1
 */
public record LoaderOptions(
        int batchSize, long seed, Mode mode, int repeats, LoaderPosition start, Tuning tuning, double maxBadShare) {
    /** The unit of an epoch's length when images are repeated, whatever the batch size: {@value}. */
    public static final int REPEATED_EPOCH_UNIT = 256;

    /** A tenth of the images may be unreadable. */
    public static final double DEFAULT_MAX_BAD_SHARE = 0.1;

    /** The order, the end, and what stands in for an unreadable image. */
    public enum Mode {
        /**
         * Endless, reshuffled every epoch; the incomplete last batch of an epoch is dropped. The next readable image
         * of the data set stands in for an unreadable one.
         */
        TRAINING,
        /** As {@link #TRAINING}, but the incomplete last batch of an epoch is delivered. */
        TRAINING_WITH_REMAINDER,
        /**
         * One pass in the order of the data set, incomplete last batch included. Unreadable images are left out, so
         * that none counts twice; a batch may be smaller for it.
         */
        EVALUATION;

        boolean isTraining() {
            return this != EVALUATION;
        }

        boolean dropsRemainder() {
            return this == TRAINING;
        }
    }

    /**
     * Speed and memory.
     *
     * @param numThreads that decode and transform, at least 1
     * @param prefetchBatches batches that are ready or in the making while the caller works on another, at least 1
     */
    public record Tuning(int numThreads, int prefetchBatches) {
        /** As {@link #sharing} all processors. */
        public static Tuning standard() {
            return sharing(Runtime.getRuntime().availableProcessors());
        }

        /** Half as many threads, at least 1, and three batches. @param processors that computing has at the same time */
        public static Tuning sharing(int processors) {
            return new Tuning(Math.max(1, processors / 2), 3);
        }

        /** Checks the numbers. */
        public Tuning {
            if (numThreads < 1 || prefetchBatches < 1) {
                throw new IllegalArgumentException("loader: expected at least 1 thread and 1 batch ahead, got "
                        + numThreads + " and " + prefetchBatches);
            }
        }
    }

    /** Checks the numbers. */
    public LoaderOptions {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size: expected at least 1, got " + batchSize);
        }
        if (repeats < 1 || (repeats > 1 && !mode.isTraining())) {
            throw new IllegalArgumentException(
                    "repeats: expected at least 1, and 1 in evaluation, got " + repeats + " in " + mode);
        }
        if (!(maxBadShare >= 0 && maxBadShare <= 1)) {
            throw new IllegalArgumentException("share of unreadable images: expected 0..1, got " + maxBadShare);
        }
    }

    /** Endless shuffled batches from the start. */
    public static LoaderOptions training(int batchSize, long seed) {
        return of(batchSize, seed, Mode.TRAINING);
    }

    /** One pass in order. */
    public static LoaderOptions evaluation(int batchSize) {
        return of(batchSize, 0, Mode.EVALUATION);
    }

    private static LoaderOptions of(int batchSize, long seed, Mode mode) {
        return new LoaderOptions(
                batchSize, seed, mode, 1, LoaderPosition.START, Tuning.standard(), DEFAULT_MAX_BAD_SHARE);
    }

    /** Delivers incomplete last batches while training. */
    public LoaderOptions keepingRemainder() {
        Mode kept = mode.isTraining() ? Mode.TRAINING_WITH_REMAINDER : mode;
        return new LoaderOptions(batchSize, seed, kept, repeats, start, tuning, maxBadShare);
    }

    /** Repeats each drawn image while training. @see "Hoffer et al. 2020; DeiT 7e160fe, samplers.py, RASampler" */
    public LoaderOptions withRepeats(int count) {
        return new LoaderOptions(batchSize, seed, mode, count, start, tuning, maxBadShare);
    }

    /** Starts elsewhere, such as at the position of a checkpoint. */
    public LoaderOptions startingAt(LoaderPosition position) {
        return new LoaderOptions(batchSize, seed, mode, repeats, position, tuning, maxBadShare);
    }

    /** Sets the number of threads. */
    public LoaderOptions withThreads(int numThreads) {
        return withTuning(new Tuning(numThreads, tuning.prefetchBatches()));
    }

    /** Sets threads and batches ahead. */
    public LoaderOptions withTuning(Tuning other) {
        return new LoaderOptions(batchSize, seed, mode, repeats, start, other, maxBadShare);
    }

    /** Sets the share of unreadable images that is tolerated. */
    public LoaderOptions withMaxBadShare(double share) {
        return new LoaderOptions(batchSize, seed, mode, repeats, start, tuning, share);
    }
}
