package io.splitmask.nn;

import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.List;

/**
 * A Vision Transformer with a class head on the mean of the patch outputs (BEiT's fine-tuning form): no final norm on
 * tokens, {@code fc_norm} on the mean, then {@code head} [classes, D]. The backbone keeps its own parameter names.
 */
public final class VitClassifier extends Module {
    private final VisionTransformer backbone;
    private final LayerNorm fcNorm;
    private final Linear head;

    /** Creates the network. @param config sizes; the final norm is left out */
    public VitClassifier(Backend backend, VitConfig config, int classes) {
        super(backend);
        backbone = inline(VisionTransformer.withoutFinalNorm(backend, config));
        fcNorm = child("fc_norm", new LayerNorm(backend, config.width(), VitConfig.LAYER_NORM_EPS));
        head = child("head", new Linear(backend, config.width(), classes));
    }

    /** Classifies images. @param images [B, 3, Hi, Wi] @return logits [B, classes] */
    public Tensor forward(Tensor images) {
        return forward(images, List.of());
    }

    /** Classifies images with stochastic depth. @param dropPath factors by block, or empty */
    public Tensor forward(Tensor images, List<DropPath.Factors> dropPath) {
        Tensor encoded = backbone.encode(backbone.embed(images), dropPath);
        return head.forward(fcNorm.forward(VisionTransformer.meanOfPatches(encoded)));
    }

    /** Returns the transformer without the head. */
    public VisionTransformer backbone() {
        return backbone;
    }
}
