package io.splitmask.train;

import io.splitmask.nn.VitClassifier;
import io.splitmask.optim.Ema;
import io.splitmask.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A classifier whose weights are the moving average of another's.
 *
 * @see "recipes, section 4.8; pytorch-image-models v0.3.3, utils/model_ema.py"
 */
final class AveragedClassifier {
    private final VitClassifier average;
    private final Ema ema;
    private final double decay;

    /**
     * Creates the average; its tensors belong to the innermost scope.
     *
     * @param decay share that stays in a step
     */
    AveragedClassifier(VitClassifier trained, double decay) {
        this.average =
                new VitClassifier(trained.backend(), trained.backbone().config(), trained.pooling(), trained.classes());
        this.ema = new Ema(average, trained);
        this.decay = decay;
    }

    VitClassifier network() {
        return average;
    }

    /** Takes over the trained weights. */
    void start() {
        ema.update(0);
    }

    /** Moves towards the trained weights by a step. */
    void follow() {
        ema.update(decay);
    }

    /** Returns the weights by name, for checkpoints. */
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        average.parameters().forEach((name, parameter) -> state.put("average." + name, parameter.tensor()));
        return state;
    }
}
