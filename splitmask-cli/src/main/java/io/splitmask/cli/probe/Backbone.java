package io.splitmask.cli.probe;

import io.splitmask.cli.run.StoredNormalization;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.TimmInitialisation;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The network whose features are looked at.
 *
 * @param network with weights
 * @param normalization of its images
 * @param note what was loaded, one line
 */
public record Backbone(VisionTransformer network, Normalization normalization, String note) {
    /**
     * Makes the network; its tensors belong to the innermost scope.
     *
     * @param file of the weights; empty for random ones, as networks have them before they are trained
     * @param seed of random weights
     */
    public static Backbone open(Backend backend, VitConfig config, Optional<Path> file, long seed) throws IOException {
        if (file.isEmpty()) {
            VisionTransformer network = new VisionTransformer(backend, config);
            new TimmInitialisation(config.patchSize())
                    .apply(network, SplittableSeed.of(seed).child("init"));
            return new Backbone(network, Normalization.IMAGENET, "random weights");
        }
        try (ModelWeights weights = ModelWeights.open(file.get())) {
            VisionTransformer network = weights.hasFinalNorm()
                    ? new VisionTransformer(backend, config)
                    : VisionTransformer.withoutFinalNorm(backend, config);
            String note = "weights: " + weights.loadBackbone(network).summary();
            return new Backbone(
                    network,
                    StoredNormalization.of(weights),
                    weights.hasFinalNorm() ? note : note + "; they have no final norm");
        }
    }
}
