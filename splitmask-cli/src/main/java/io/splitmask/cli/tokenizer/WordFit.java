package io.splitmask.cli.tokenizer;

import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.run.Interruption;
import io.splitmask.data.BatchSource;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tokenizers.Codebook;
import io.splitmask.tokenizers.RandomPatches;
import io.splitmask.tokenizers.RandomProjection;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the words of a codebook, in each of the ways there are. */
public final class WordFit {
    private final LiveLine line;
    private final Interruption interruption;
    private final LoaderOptions.Tuning loading;

    /**
     * Prepares clustering.
     *
     * @param line tells how far it is
     * @param interruption ends it early
     * @param loading threads that load images
     */
    public WordFit(LiveLine line, Interruption interruption, LoaderOptions.Tuning loading) {
        this.line = line;
        this.interruption = interruption;
        this.loading = loading;
    }

    /** Returns random directions. */
    public static Codebook directions(FitPlan plan) {
        return RandomProjection.codebook(plan.vocabulary(), plan.wordSide(), seed(plan));
    }

    /** Returns patches of different images. @param loading threads that load them */
    public static Codebook patches(FitPlan plan, ImageDataset images, LoaderOptions.Tuning loading) {
        try (BatchSource crops =
                Crops.endless(images, plan.image(), plan.seed(), loading).openAt(0)) {
            return RandomPatches.codebook(plan.vocabulary(), plan.wordSide(), crops, seed(plan));
        }
    }

    /**
     * Returns the centroids of many patches.
     *
     * @param stateFile goes on from it if it exists; left behind when interrupted
     * @return the words; empty if interrupted
     */
    public Optional<Codebook> clusters(Backend backend, ImageDataset images, FitPlan plan, Path stateFile)
            throws Exception {
        KMeansFit fit = new KMeansFit(line, interruption, loading);
        return backend.call(() -> fit.words(backend, images, plan, stateFile));
    }

    private static SplittableSeed seed(FitPlan plan) {
        return SplittableSeed.of(plan.seed()).child("codebook");
    }
}
