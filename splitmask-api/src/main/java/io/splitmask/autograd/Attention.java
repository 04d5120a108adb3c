package io.splitmask.autograd;

import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;
import java.util.List;

/** Multi-head self-attention between the qkv and the output projection, and its gradient. */
public final class Attention {
    private static final String NAME = "attention";

    private Attention() {}

    /**
     * Per head {@code softmax(q k^T / sqrt Dh) v}.
     *
     * @param qkv [B, T, 3D], T and D at least 1; the last axis is (q | k | v, head, Dh)
     * @param heads H; divides D
     * @return [B, T, D], heads concatenated in order
     */
    public static Tensor attend(Tensor qkv, int heads) {
        check(qkv, heads);
        Backend backend = qkv.backend();
        Kernels kernels = backend.kernels();
        FusedResult result = kernels.attention(qkv.buffer(), heads);
        return Tape.fusedOutput(backend, result, List.of(qkv), saver -> {
            Tensor input = saver.keep(qkv);
            Tensor output = saver.keepOutput();
            List<Buffer> state = result.state();
            return (g, inputs) -> inputs.add(
                    0,
                    Tensor.wrap(
                            backend,
                            kernels.attentionBackward(input.buffer(), heads, output.buffer(), state, g.buffer()),
                            null));
        });
    }

    /**
     * Per head {@code softmax(q k^T / sqrt Dh + bias) v}, composed of other operations, as the kernel takes no bias.
     *
     * @param qkv [B, T, 3D]; the last axis is (q | k | v, head, Dh)
     * @param heads H; divides D
     * @param bias [H, T, T], the same for all B
     * @return [B, T, D], heads concatenated in order
     */
    public static Tensor attend(Tensor qkv, int heads, Tensor bias) {
        Tensor mixed = weights(qkv, heads, bias).matmul(part(qkv, heads, 2)); // [B, H, T, Dh]
        return mixed.permute(0, 2, 1, 3).reshape(qkv.dim(0), qkv.dim(1), qkv.dim(2) / 3);
    }

    /**
     * Per head {@code softmax(q k^T / sqrt Dh)}.
     *
     * @param qkv [B, T, 3D]; the last axis is (q | k | v, head, Dh)
     * @param heads H; divides D
     * @return [B, H, T, T], rows sum to 1
     */
    public static Tensor weights(Tensor qkv, int heads) {
        return scores(qkv, heads).softmax(-1);
    }

    /**
     * Per head {@code softmax(q k^T / sqrt Dh + bias)}.
     *
     * @param qkv [B, T, 3D]; the last axis is (q | k | v, head, Dh)
     * @param heads H; divides D
     * @param bias [H, T, T], the same for all B
     * @return [B, H, T, T], rows sum to 1
     */
    public static Tensor weights(Tensor qkv, int heads, Tensor bias) {
        ShapeRules.rank(NAME, "qkv", qkv, 3);
        ShapeRules.shape(NAME, "bias", bias, Shape.of(heads, qkv.dim(1), qkv.dim(1)));
        return scores(qkv, heads).add(bias).softmax(-1);
    }

    private static Tensor scores(Tensor qkv, int heads) {
        check(qkv, heads);
        float scale = (float) (1 / Math.sqrt(qkv.dim(2) / (3.0 * heads)));
        return part(qkv, heads, 0).multiply(scale).matmul(part(qkv, heads, 1), MatmulSpec.NT);
    }

    /**
     * Takes queries, keys or values.
     *
     * @param part 0, 1 or 2, in this order
     * @return [B, H, T, Dh]
     */
    private static Tensor part(Tensor qkv, int heads, int part) {
        int width = qkv.dim(2) / 3;
        return qkv.slice(2, part * width, (part + 1) * width)
                .reshape(qkv.dim(0), qkv.dim(1), heads, width / heads)
                .permute(0, 2, 1, 3);
    }

    private static void check(Tensor qkv, int heads) {
        ShapeRules.dtype(NAME, "qkv", qkv, DType.FLOAT32);
        ShapeRules.rank(NAME, "qkv", qkv, 3);
        if (heads < 1 || qkv.dim(1) < 1 || qkv.dim(2) < 1 || qkv.dim(2) % (3L * heads) != 0) {
            throw new ShapeException(
                    NAME,
                    "expected qkv [B, T, 3D] with T >= 1 and D a multiple of " + heads + " heads, got " + qkv.shape(),
                    qkv.shape());
        }
    }
}
