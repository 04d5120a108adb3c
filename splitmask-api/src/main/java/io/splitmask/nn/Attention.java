package io.splitmask.nn;

import io.splitmask.config.Problems;
import io.splitmask.spi.Backend;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Tensor;

/** Multi-head self-attention. Children: {@code qkv} [3D, D] with rows (q | k | v, head, Dh), {@code proj} [D, D]. */
public final class Attention extends Module {
    private final Linear qkv;
    private final Linear proj;
    private final int heads;

    /** Creates the layer. @param width D @param heads H; divides D */
    public Attention(Backend backend, int width, int heads) {
        super(backend);
        Problems.of("Attention")
                .atLeast(1, "heads", heads)
                .require(
                        heads < 1 || width % heads == 0,
                        "expected width as a multiple of heads " + heads + ", got " + width)
                .throwIfAny();
        this.heads = heads;
        qkv = child("qkv", new Linear(backend, width, 3 * width));
        proj = child("proj", new Linear(backend, width, width));
    }

    /** Applies the layer. @param x [B, T, D] @return [B, T, D] */
    public Tensor forward(Tensor x) {
        Tensor mixed = io.splitmask.autograd.Attention.attend(at("qkv", () -> qkv.forward(x)), heads);
        return at("proj", () -> proj.forward(mixed));
    }

    /** Returns the attention weights, for inspection. @param x [B, T, D] @return [B, H, T, T], rows sum to 1 */
    public Tensor weights(Tensor x) {
        int b = x.dim(0);
        int t = x.dim(1);
        int width = x.dim(2);
        Tensor heads3 =
                qkv.forward(x).reshape(b, t, 3, heads, width / heads).permute(2, 0, 3, 1, 4); // [3, B, H, T, Dh]
        Tensor q = heads3.slice(0, 0, 1).reshape(b, heads, t, width / heads);
        Tensor k = heads3.slice(0, 1, 2).reshape(b, heads, t, width / heads);
        float scale = (float) (1 / Math.sqrt(width / (double) heads));
        return q.matmul(k, MatmulSpec.NT).multiply(scale).softmax(-1);
    }
}
