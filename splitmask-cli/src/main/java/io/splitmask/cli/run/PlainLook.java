package io.splitmask.cli.run;

import io.splitmask.cli.progress.LiveLine;
import io.splitmask.data.Batch;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.loader.BatchLoader;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.datasets.transform.EvalTransform;
import io.splitmask.datasets.transform.Normalization;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedMap;

/**
 * How images are shown to a network that is not trained: once each, and nothing is random.
 *
 * @param imageSize Hi = Wi in pixels
 * @param cropRatio share of the short side that is looked at
 * @param normalization that the network was trained with
 * @param batchSize images at a time, which changes no feature
 * @param loading threads that load images, which change none either
 */
public record PlainLook(
        int imageSize, double cropRatio, Normalization normalization, int batchSize, LoaderOptions.Tuning loading) {
    /** Does something with a batch. */
    @FunctionalInterface
    public interface Work {
        /** Does it. */
        void accept(Batch batch) throws IOException;
    }

    /** Returns what is done to an image. */
    public EvalTransform transform() {
        return new EvalTransform(imageSize, cropRatio, normalization);
    }

    /** Names what decides the pixels, for the key of the features. */
    public String description() {
        return String.format(
                Locale.ROOT,
                "short side to %d / %s, bicubic, centre, mean %s, deviation %s",
                imageSize,
                cropRatio,
                Arrays.toString(normalization.mean()),
                Arrays.toString(normalization.std()));
    }

    /**
     * Shows all images that can be read, in their order.
     *
     * @param name of the images, for the user
     * @param line tells how far it is
     * @return why the others could not be read, by position
     */
    public SortedMap<Integer, String> show(ImageDataset images, String name, LiveLine line, Work work)
            throws IOException {
        int done = 0;
        LoaderOptions options = LoaderOptions.evaluation(batchSize).withTuning(loading);
        try (BatchLoader loader = new BatchLoader(images, transform(), options)) {
            while (loader.hasNext()) {
                Batch batch = loader.next();
                work.accept(batch);
                done += batch.size();
                if (line.isDue()) {
                    line.show("features of " + name + ": " + done + " of " + images.size());
                }
            }
            return loader.badImages();
        }
    }
}
