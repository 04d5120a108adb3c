package io.splitmask.cli.run;

import io.splitmask.datasets.transform.Normalization;
import io.splitmask.train.ModelWeights;
import io.splitmask.weights.PixelStatistics;
import java.util.List;

/** How images are normalised for a stored network. */
public final class StoredNormalization {
    private StoredNormalization() {}

    /** Returns what stands beside public weights; without it, and for networks of this library, ImageNet's. */
    public static Normalization of(ModelWeights weights) {
        return weights.pixelStatistics().map(StoredNormalization::of).orElse(Normalization.IMAGENET);
    }

    private static Normalization of(PixelStatistics pixels) {
        return new Normalization(array(pixels.mean()), array(pixels.std()));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
