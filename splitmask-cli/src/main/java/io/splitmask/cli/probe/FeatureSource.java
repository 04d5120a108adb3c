package io.splitmask.cli.probe;

import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.run.PlainLook;
import io.splitmask.data.ImageDataset;
import io.splitmask.eval.feature.FeatureCache;
import io.splitmask.eval.feature.FeatureExtractor;
import io.splitmask.eval.feature.FeatureKey;
import io.splitmask.eval.feature.FeatureRecipe;
import io.splitmask.eval.feature.Features;
import io.splitmask.nn.VisionTransformer;
import java.io.IOException;

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
        VisionTransformer backbone, FeatureRecipe recipe, PlainLook look, FeatureCache cache, LiveLine line) {
    /**
     * Returns the features of all images that can be read.
     *
     * @param name of the images, for the user
     * @param origin where they come from: part of the key, since two folders may hold files of the same names
     */
    public Features of(ImageDataset images, String name, String origin) throws IOException {
        FeatureExtractor extractor = new FeatureExtractor(backbone, recipe);
        FeatureKey key = FeatureKey.of(extractor, origin + " " + FeatureKey.datasetHash(images), look.description());
        Features features = cache.get(extractor, key, batches -> look.show(images, name, line, batches::accept));
        if (features.rows() < images.size()) {
            line.note(images.size() - features.rows() + " of " + images.size() + " " + name
                    + " cannot be read and are left out; log.txt names them");
        }
        return features;
    }
}
