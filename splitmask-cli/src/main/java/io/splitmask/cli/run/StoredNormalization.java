package io.splitmask.cli.run;

import io.splitmask.datasets.transform.Normalization;
import io.splitmask.train.ModelWeights;
import io.splitmask.weights.PixelStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How images are normalised for a stored network. */
public final class StoredNormalization {
    private StoredNormalization() {}

    /** ImageNet's, which all commands use unless the weights that they start from tell another. */
    static final PixelStatistics IMAGENET =
            new PixelStatistics(list(Normalization.IMAGENET.mean()), list(Normalization.IMAGENET.std()));

    /** Returns what stands beside public weights or in those of this library; without it ImageNet's. */
    public static PixelStatistics statistics(ModelWeights weights) throws IOException {
        return weights.pixelStatistics().orElse(IMAGENET);
    }

    /** Returns what does it to images; see {@link #statistics(ModelWeights)}. */
    public static Normalization of(ModelWeights weights) throws IOException {
        return of(statistics(weights));
    }

    /**
     * Returns how images are normalised for weights that training starts from.
     *
     * @param weights empty for random ones
     */
    public static PixelStatistics statistics(Optional<Path> weights) throws IOException {
        if (weights.isEmpty()) {
            return IMAGENET;
        }
        try (ModelWeights file = ModelWeights.open(weights.get())) {
            return statistics(file);
        }
    }

    /** Returns what does it to images. */
    static Normalization of(PixelStatistics pixels) {
        return new Normalization(array(pixels.mean()), array(pixels.std()));
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
