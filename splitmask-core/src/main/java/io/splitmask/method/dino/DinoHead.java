package io.splitmask.method.dino;

import io.splitmask.autograd.DistributionCrossEntropy;
import io.splitmask.nn.Linear;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.spi.Backend;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;

/**
 * DINO's projection head: three linear layers with exact GELUs between, L2 normalisation, and a linear layer without bias
 * whose rows have length 1 (weight normalisation with the gain fixed to 1). Parameters: {@code mlp.0}, {@code mlp.2},
 * {@code mlp.4}, {@code last_layer.weight_v} [O, bottleneck].
 */
final class DinoHead extends Module {
    /** Name of the weight before its rows are normalised. */
    static final String LAST_LAYER = "last_layer.weight_v";

    private static final float NORM_EPS = 1e-12f;

    private final Linear first;
    private final Linear second;
    private final Linear third;
    private final Parameter lastLayer;

    /**
     * Creates the head with zero weights.
     *
     * @param width D
     */
    DinoHead(Backend backend, int width, DinoRecipe recipe) {
        super(backend);
        first = child("mlp.0", new Linear(backend, width, recipe.hiddenWidth()));
        second = child("mlp.2", new Linear(backend, recipe.hiddenWidth(), recipe.hiddenWidth()));
        third = child("mlp.4", new Linear(backend, recipe.hiddenWidth(), recipe.bottleneckWidth()));
        lastLayer = parameter(LAST_LAYER, Shape.of(recipe.outputs(), recipe.bottleneckWidth()), 0f);
    }

    /**
     * Projects.
     *
     * @param features [R, D]
     * @return [R, O], each a cosine
     */
    Tensor forward(Tensor features) {
        return bottleneck(features).matmul(directions(), MatmulSpec.NT);
    }

    /**
     * Returns the mean cross entropy of {@code softmax(forward(features) / temperature)} against distributions; the
     * outputs [R, O] never exist as a whole.
     *
     * @param features [R, D]
     * @param targets [M, O]
     * @param pick INT32 [R], the row of the targets for each row of features
     * @return []
     */
    Tensor crossEntropy(Tensor features, double temperature, Tensor targets, Tensor pick) {
        Tensor sharpened = bottleneck(features).multiply((float) (1 / temperature));
        return DistributionCrossEntropy.of(sharpened, directions(), targets, pick);
    }

    /** [R, bottleneck], rows of length 1. */
    private Tensor bottleneck(Tensor features) {
        Tensor hidden = second.forward(first.forward(features).gelu()).gelu();
        return third.forward(hidden).l2Normalize(-1, NORM_EPS);
    }

    /** [O, bottleneck], rows of length 1. */
    private Tensor directions() {
        return lastLayer.tensor().l2Normalize(-1, NORM_EPS);
    }
}
