package io.splitmask.nn;

import io.splitmask.autograd.Recomputation;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Pre-norm transformer block: {@code x += s1 ls1(attn(norm1(x)))}, then {@code x += s2 ls2(mlp(norm2(x)))}, where ls
 * is an optional layer scale and s an optional drop-path factor.
 */
public final class TransformerBlock extends Module {
    private final LayerNorm norm1;
    private final Attention attn;
    private final @Nullable LayerScale ls1;
    private final LayerNorm norm2;
    private final Mlp mlp;
    private final @Nullable LayerScale ls2;
    private boolean recomputed;

    /** Creates the block from the width, heads, MLP width, layer scale and variant of a configuration. */
    public TransformerBlock(Backend backend, VitConfig config) {
        super(backend);
        int width = config.width();
        double eps = config.variant().layerNormEps();
        norm1 = child("norm1", new LayerNorm(backend, width, eps));
        attn = child("attn", new Attention(backend, config));
        ls1 = config.hasLayerScale() ? child("ls1", new LayerScale(backend, width, config.layerScale())) : null;
        norm2 = child("norm2", new LayerNorm(backend, width, eps));
        mlp = child("mlp", new Mlp(backend, width, config.mlpWidth()));
        ls2 = config.hasLayerScale() ? child("ls2", new LayerScale(backend, width, config.layerScale())) : null;
    }

    /**
     * Applies the block.
     *
     * @param x [B, T, D]
     * @return [B, T, D]
     */
    public Tensor forward(Tensor x) {
        return forward(x, null);
    }

    /**
     * Applies the block with stochastic depth.
     *
     * @param x [B, T, D]
     * @param drop factors of this block's two branches, or null for none
     */
    public Tensor forward(Tensor x, DropPath.@Nullable Factors drop) {
        return forward(x, drop, null);
    }

    /**
     * Applies the block with the relative position bias that all blocks share.
     *
     * @param x [B, T, D]
     * @param drop factors of this block's two branches, or null for none
     * @param sharedBias [H, T, T], or null if the network has none
     */
    Tensor forward(Tensor x, DropPath.@Nullable Factors drop, @Nullable Tensor sharedBias) {
        if (!recomputed) {
            return compute(x, drop, sharedBias);
        }
        List<Tensor> inputs = new ArrayList<>(List.of(x));
        if (drop != null) {
            inputs.add(drop.attention());
            inputs.add(drop.mlp());
        }
        if (sharedBias != null) {
            inputs.add(sharedBias);
        }
        List<Tensor> parameters =
                parameters().values().stream().map(Parameter::tensor).toList();
        return Recomputation.of(
                parameters,
                inputs,
                given -> compute(
                        given.get(0),
                        drop == null ? null : new DropPath.Factors(given.get(1), given.get(2)),
                        sharedBias == null ? null : given.get(given.size() - 1)));
    }

    private Tensor compute(Tensor x, DropPath.@Nullable Factors drop, @Nullable Tensor sharedBias) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor middle = branch(x, ls1, drop == null ? null : drop.attention(), y -> attend(y, sharedBias));
            Tensor out = branch(middle, ls2, drop == null ? null : drop.mlp(), this::feedForward);
            return scope.release(out);
        }
    }

    /** Makes training keep only what goes into this block and compute the block again for its gradients. */
    public void recompute() {
        recomputed = true;
    }

    private Tensor attend(Tensor x, @Nullable Tensor sharedBias) {
        Tensor normalised = at("norm1", () -> norm1.forward(x));
        return at("attn", () -> attn.forward(normalised, sharedBias));
    }

    private Tensor feedForward(Tensor x) {
        Tensor normalised = at("norm2", () -> norm2.forward(x));
        return at("mlp", () -> mlp.forward(normalised));
    }

    /** Returns the attention layer. */
    Attention attention() {
        return attn;
    }

    /**
     * Returns the attention weights of this block.
     *
     * @param x [B, T, D], what goes into the block
     * @param sharedBias [H, T, T], or null if the network has none
     * @return [B, H, T, T], rows sum to 1
     */
    Tensor attentionWeights(Tensor x, @Nullable Tensor sharedBias) {
        return attn.weights(norm1.forward(x), sharedBias);
    }

    private static Tensor branch(
            Tensor x, @Nullable LayerScale scale, @Nullable Tensor factor, UnaryOperator<Tensor> body) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor y = body.apply(x);
            if (scale != null) {
                y = scale.forward(y);
            }
            if (factor != null) {
                y = y.multiply(factor);
            }
            return scope.release(x.add(y));
        }
    }
}
