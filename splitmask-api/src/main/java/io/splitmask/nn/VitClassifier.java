package io.splitmask.nn;

import io.splitmask.config.Problems;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Vision Transformer with a class head {@code head} [classes, D] on pooled features. With
 * {@link Pooling#CLASS_TOKEN} the backbone has its final norm; with {@link Pooling#PATCH_MEAN} it has none, and
 * {@code fc_norm} follows the mean of the patches (BEiT's fine-tuning form). The backbone keeps its own parameter names.
 */
public final class VitClassifier extends Module {
    private final Pooling pooling;
    private final int classes;
    private final VisionTransformer backbone;
    private final @Nullable LayerNorm fcNorm;
    private final Linear head;

    /**
     * Creates a network that sees the mean of the patches.
     *
     * @param config sizes; the final norm is left out
     * @param classes number of classes, at least 1
     */
    public VitClassifier(Backend backend, VitConfig config, int classes) {
        this(backend, config, Pooling.PATCH_MEAN, classes);
    }

    /**
     * Creates the network.
     *
     * @param config sizes of the backbone
     * @param pooling what the head sees of the encoder's output
     * @param classes number of classes, at least 1
     */
    public VitClassifier(Backend backend, VitConfig config, Pooling pooling, int classes) {
        super(backend);
        Problems.of("VitClassifier").atLeast(1, "classes", classes).throwIfAny();
        this.pooling = pooling;
        this.classes = classes;
        boolean mean = pooling == Pooling.PATCH_MEAN;
        backbone = inline(
                mean ? VisionTransformer.withoutFinalNorm(backend, config) : new VisionTransformer(backend, config));
        double eps = config.variant().layerNormEps();
        fcNorm = mean ? child("fc_norm", new LayerNorm(backend, config.width(), eps)) : null;
        head = child("head", new Linear(backend, config.width(), classes));
    }

    /**
     * Classifies images.
     *
     * @param images [B, 3, Hi, Wi]
     * @return logits [B, classes]
     */
    public Tensor forward(Tensor images) {
        return forward(images, List.of());
    }

    /**
     * Classifies images with stochastic depth.
     *
     * @param images [B, 3, Hi, Wi]
     * @param dropPath factors by block, or empty
     * @return logits [B, classes]
     */
    public Tensor forward(Tensor images, List<DropPath.Factors> dropPath) {
        return head.forward(features(images, dropPath));
    }

    /**
     * Returns what the head sees.
     *
     * @param images [B, 3, Hi, Wi]
     * @param dropPath factors by block, or empty
     * @return [B, D]
     */
    public Tensor features(Tensor images, List<DropPath.Factors> dropPath) {
        Tensor encoded = backbone.encode(backbone.embed(images), dropPath);
        return fcNorm == null
                ? VisionTransformer.classToken(encoded)
                : fcNorm.forward(VisionTransformer.meanOfPatches(encoded));
    }

    /** Returns the transformer without the head. */
    public VisionTransformer backbone() {
        return backbone;
    }

    /** Returns what the head sees of the encoder's output. */
    public Pooling pooling() {
        return pooling;
    }

    /** Returns the number of classes. */
    public int classes() {
        return classes;
    }
}
