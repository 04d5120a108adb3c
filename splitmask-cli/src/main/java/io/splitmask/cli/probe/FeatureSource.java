package io.splitmask.cli.probe;

import io.splitmask.cli.progress.LiveLine;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.loader.BatchLoader;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.datasets.transform.EvalTransform;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.eval.feature.FeatureCache;
import io.splitmask.eval.feature.FeatureExtractor;
import io.splitmask.eval.feature.FeatureKey;
import io.splitmask.eval.feature.FeatureRecipe;
import io.splitmask.eval.feature.Features;
import io.splitmask.nn.VisionTransformer;
import java.io.IOException;
import java.util.Locale;

/**
 * Computes the features of images, or finds them on disk.
 *
 * @param backbone the network
 * @param recipe what is taken
 * @param look how images are shown to it
 * @param cache where features stay
 * @param line tells how far it is
 */
public record FeatureSource(
        VisionTransformer backbone, FeatureRecipe recipe, Look look, FeatureCache cache, LiveLine line) {
    /**
     * How images are shown.
     *
     * @param imageSize Hi = Wi in pixels
     * @param cropRatio share of the short side that is looked at
     * @param batchSize images at a time, which changes no feature
     */
    public record Look(int imageSize, double cropRatio, int batchSize) {
        /** Names what decides the pixels, for the key of the features. */
        String description() {
            return String.format(
                    Locale.ROOT, "short side to %d / %s, bicubic, centre, ImageNet's mean", imageSize, cropRatio);
        }
    }

    /**
     * Returns the features of all images that can be read.
     *
     * @param name of the images, for the user
     * @param origin where they come from: part of the key, since two folders may hold files of the same names
     */
    public Features of(ImageDataset images, String name, String origin) throws IOException {
        FeatureExtractor extractor = new FeatureExtractor(backbone, recipe);
        FeatureKey key = FeatureKey.of(extractor, origin + " " + FeatureKey.datasetHash(images), look.description());
        Features features = cache.get(extractor, key, batches -> {
            EvalTransform transform = new EvalTransform(look.imageSize(), look.cropRatio(), Normalization.IMAGENET);
            int done = 0;
            try (BatchLoader loader = new BatchLoader(images, transform, LoaderOptions.evaluation(look.batchSize()))) {
                while (loader.hasNext()) {
                    var batch = loader.next();
                    batches.accept(batch);
                    done += batch.size();
                    if (line.isDue()) {
                        line.show("features of " + name + ": " + done + " of " + images.size());
                    }
                }
            }
        });
        if (features.rows() < images.size()) {
            line.note(images.size() - features.rows() + " of " + images.size() + " " + name
                    + " cannot be read and are left out; log.txt names them");
        }
        return features;
    }
}
