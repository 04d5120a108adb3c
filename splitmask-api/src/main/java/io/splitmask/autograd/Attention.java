package io.splitmask.autograd;

import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;
import java.util.List;

/** Multi-head self-attention between the qkv and the output projection, and its gradient. */
public final class Attention {
    private Attention() {}

    /**
     * Per head {@code softmax(q k^T / sqrt Dh) v}.
     *
     * @param qkv [B, T, 3D], T and D at least 1; the last axis is (q | k | v, head, Dh)
     * @param heads H; divides D
     * @return [B, T, D], heads concatenated in order
     */
    public static Tensor attend(Tensor qkv, int heads) {
        ShapeRules.dtype("attention", "qkv", qkv, DType.FLOAT32);
        ShapeRules.rank("attention", "qkv", qkv, 3);
        if (heads < 1 || qkv.dim(1) < 1 || qkv.dim(2) < 1 || qkv.dim(2) % (3L * heads) != 0) {
            throw new ShapeException(
                    "attention",
                    "expected qkv [B, T, 3D] with T >= 1 and D a multiple of " + heads + " heads, got " + qkv.shape(),
                    qkv.shape());
        }
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
}
