package io.splitmask.nn;

import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head self-attention. Parameters: {@code qkv.weight} [3D, D] with rows (q | k | v, head, Dh) and its bias
 * {@code qkv.bias} [3D], or {@code q_bias} and {@code v_bias} [D] without key bias; {@code proj} [D, D]; with relative
 * positions per block also {@code relative_position_bias_table} (see {@link RelativePositionBias}).
 */
public final class Attention extends Module {
    private final QueryKeyValue qkv;
    private final @Nullable RelativePositionBias ownBias;
    private final Linear proj;
    private final boolean sharesBias;
    private final int heads;

    /** Creates the layer from the width, heads, grid and variant of a configuration. */
    public Attention(Backend backend, VitConfig config) {
        super(backend);
        int width = config.width();
        heads = config.heads();
        sharesBias = config.variant().relativePositions() == RelativePositions.SHARED;
        qkv = inline(new QueryKeyValue(backend, width, config.variant().keyBias()));
        ownBias = config.variant().relativePositions() == RelativePositions.PER_BLOCK
                ? inline(new RelativePositionBias(backend, config.grid(), heads))
                : null;
        proj = child("proj", new Linear(backend, width, width));
    }

    /**
     * Applies the layer.
     *
     * @param x [B, T, D]
     * @return [B, T, D]
     */
    public Tensor forward(Tensor x) {
        return forward(x, null);
    }

    /**
     * Applies the layer.
     *
     * @param x [B, T, D]
     * @param sharedBias [H, T, T], added to the scaled scores in front of the softmax; null for networks whose layers do
     *     not share one
     * @return [B, T, D]
     */
    Tensor forward(Tensor x, @Nullable Tensor sharedBias) {
        Tensor projected = at("qkv", () -> qkv.forward(x));
        Tensor bias = bias(x.dim(1), sharedBias);
        Tensor mixed = bias == null
                ? io.splitmask.autograd.Attention.attend(projected, heads)
                : io.splitmask.autograd.Attention.attend(projected, heads, bias);
        return at("proj", () -> proj.forward(mixed));
    }

    /**
     * Returns the attention weights, for inspection.
     *
     * @param x [B, T, D]
     * @return [B, H, T, T], rows sum to 1
     */
    Tensor weights(Tensor x, @Nullable Tensor sharedBias) {
        Tensor projected = at("qkv", () -> qkv.forward(x));
        Tensor bias = bias(x.dim(1), sharedBias);
        return bias == null
                ? io.splitmask.autograd.Attention.weights(projected, heads)
                : io.splitmask.autograd.Attention.weights(projected, heads, bias);
    }

    /**
     * Returns the bias on the scores of this layer, [H, T, T], or null.
     *
     * @param tokens T
     */
    @Nullable
    Tensor bias(int tokens, @Nullable Tensor sharedBias) {
        if (sharesBias && sharedBias == null) {
            throw new IllegalArgumentException("attention: expected the relative position bias that all blocks share, "
                    + "got none; run the blocks through their VisionTransformer");
        }
        return ownBias == null ? sharedBias : ownBias.forward(tokens);
    }
}
