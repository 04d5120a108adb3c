package io.splitmask.interop.dl4j;

import io.splitmask.export.Preprocessing;
import io.splitmask.export.TrainedNetwork;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Makes graphs of SameDiff from weights.
 *
 * <pre>{@code
 * SameDiff model = SameDiffModels.open(run.weights());
 * INDArray probabilities = model.outputSingle(Map.of(SameDiffModels.IMAGES, images), SameDiffModels.PROBABILITIES);
 * model.save(new File("model.fb"), false); // SameDiff.load reads it without this library
 * }</pre>
 *
 * <p>The placeholder {@value #IMAGES} is float32 [B, 3, Hi, Wi], normalised, of the network's image size. A backbone has
 * the outputs {@value #CLASS_TOKEN} [B, D] and {@value #PATCH_TOKENS} [B, N, D], both after the final norm; a classifier
 * has {@value #LOGITS} and {@value #PROBABILITIES} [B, classes]. Weights are constants;
 * {@link SameDiff#convertConstantsToVariables} makes them trainable.
 */
public final class SameDiffModels {
    /** Name of the input: {@value}. */
    public static final String IMAGES = "images";
    /** Name of an output of backbones: {@value}. */
    public static final String CLASS_TOKEN = "class_token";
    /** Name of an output of backbones: {@value}. */
    public static final String PATCH_TOKENS = "patch_tokens";
    /** Name of an output of classifiers: {@value}. */
    public static final String LOGITS = "logits";
    /** Name of an output of classifiers: {@value}. */
    public static final String PROBABILITIES = "probabilities";

    private SameDiffModels() {}

    /**
     * Reads a classifier, or a backbone if the file has no head.
     *
     * @param weights of a run, or public ones
     * @throws IOException if the file does not hold a whole network; the message names it
     */
    public static SameDiff open(Path weights) throws IOException {
        try (ModelWeights file = ModelWeights.open(weights);
                Backend backend = Backends.open("dl4j", BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            return of(TrainedNetwork.load(backend, file, Preprocessing.NONE, List.of()));
        }
    }

    /** Makes the graph of a network, with a copy of its weights. @param network on any backend */
    public static SameDiff of(TrainedNetwork network) {
        return new VitGraph(network).build();
    }
}
