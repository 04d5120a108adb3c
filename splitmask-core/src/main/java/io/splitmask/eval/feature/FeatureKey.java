package io.splitmask.eval.feature;

import io.splitmask.data.ImageDataset;
import io.splitmask.internal.Json;
import io.splitmask.internal.Sha256;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.spi.Backend;

/**
 * What features depend on. Two runs with the same key have the same features.
 *
 * @param weights hash of the backbone's sizes and weights
 * @param engine that computes, and its device: rounding differs between engines and between devices
 * @param dataset what names the images; see {@link #datasetHash}
 * @param transform what is done to each image, such as a transform's own description
 * @param recipe what is taken
 */
public record FeatureKey(String weights, String engine, String dataset, String transform, FeatureRecipe recipe) {
    /** Returns the key of an extractor's features of a data set. */
    public static FeatureKey of(FeatureExtractor extractor, String dataset, String transform) {
        Backend backend = extractor.backend();
        return new FeatureKey(
                weightsHash(extractor.backbone()),
                backend.name() + " on " + backend.device(),
                dataset,
                transform,
                extractor.recipe());
    }

    /**
     * Names a data set by its images' names and labels and its classes. An image that changes under its name is not
     * noticed.
     *
     * @return a SHA-256 hash
     */
    public static String datasetHash(ImageDataset images) {
        Sha256 hash = new Sha256();
        images.classes().forEach(hash::add);
        for (int i = 0; i < images.size(); i++) {
            hash.add(images.name(i)).add(Integer.toString(images.label(i)));
        }
        return hash.hex();
    }

    private static String weightsHash(VisionTransformer backbone) {
        Sha256 hash = new Sha256().add(Json.text(backbone.config()));
        backbone.parameters().forEach((name, parameter) -> hash.add(name).add(parameter.toFloats()));
        return hash.hex();
    }

    /** Returns the key as JSON. */
    String text() {
        return Json.text(this);
    }

    /** Returns a short name that differs between keys. */
    String hash() {
        return new Sha256().add(text()).hex().substring(0, 32);
    }
}
