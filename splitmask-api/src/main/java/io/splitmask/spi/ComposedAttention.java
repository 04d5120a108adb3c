package io.splitmask.spi;

import io.splitmask.tensor.Shape;
import java.util.List;

/** Multi-head self-attention, composed of required kernels; the state is the attention weights [B, H, T, T]. */
final class ComposedAttention {
    private static final int[] TO_HEADS = {0, 2, 1, 3};

    private ComposedAttention() {}

    static FusedResult attention(Kernels k, Buffer qkv, int heads) {
        try (Work work = new Work()) {
            Buffer q = part(k, qkv, 0, heads, work);
            Buffer key = part(k, qkv, 1, heads, work);
            Buffer v = part(k, qkv, 2, heads, work);
            Buffer scores = work.own(k.matmul(q, key, MatmulSpec.NT));
            Buffer weights = work.own(k.softmax(work.own(k.multiply(scores, scale(qkv, heads)))));
            Buffer mixed = work.own(k.matmul(weights, v, MatmulSpec.NN));
            return new FusedResult(join(k, mixed, work), List.of(work.keep(weights)));
        }
    }

    static Buffer attentionBackward(
            Kernels k, Buffer qkv, int heads, Buffer output, List<Buffer> state, Buffer gradient) {
        try (Work work = new Work()) {
            Buffer weights = state.get(0);
            Buffer q = part(k, qkv, 0, heads, work);
            Buffer key = part(k, qkv, 1, heads, work);
            Buffer v = part(k, qkv, 2, heads, work);
            Buffer dMixed = split(k, gradient, heads, work);
            Buffer dv = work.own(k.matmul(weights, dMixed, MatmulSpec.TN));
            Buffer dWeights = work.own(k.matmul(dMixed, v, MatmulSpec.NT));
            Buffer softmaxGradient = work.own(k.softmaxBackward(weights, dWeights));
            Buffer dScores = work.own(k.multiply(softmaxGradient, scale(qkv, heads)));
            Buffer dq = work.own(k.matmul(dScores, key, MatmulSpec.NN));
            Buffer dk = work.own(k.matmul(dScores, q, MatmulSpec.TN));
            List<Buffer> parts =
                    List.of(work.own(join(k, dq, work)), work.own(join(k, dk, work)), work.own(join(k, dv, work)));
            return k.concat(parts, 2);
        }
    }

    private static float scale(Buffer qkv, int heads) {
        int headSize = qkv.shape().dim(2) / 3 / heads;
        return (float) (1 / Math.sqrt(headSize));
    }

    /** Part 0, 1 or 2 (q, k, v) as [B, H, T, Dh]. */
    private static Buffer part(Kernels k, Buffer qkv, int part, int heads, Work work) {
        int width = qkv.shape().dim(2) / 3;
        return split(k, work.own(k.slice(qkv, 2, part * width, (part + 1) * width)), heads, work);
    }

    /** [B, T, D] to [B, H, T, Dh]. */
    private static Buffer split(Kernels k, Buffer x, int heads, Work work) {
        Shape s = x.shape();
        Shape shape = Shape.of(s.dim(0), s.dim(1), heads, s.dim(2) / heads);
        return work.own(k.permute(work.own(k.reshape(x, shape)), TO_HEADS));
    }

    /** [B, H, T, Dh] to [B, T, D]. */
    private static Buffer join(Kernels k, Buffer x, Work work) {
        Shape s = x.shape();
        Buffer tokensFirst = work.own(k.permute(x, TO_HEADS));
        return k.reshape(tokensFirst, Shape.of(s.dim(0), s.dim(2), s.dim(1) * s.dim(3)));
    }
}
