package io.splitmask.autograd;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;
import java.util.List;

/** Sums over a distribution of what may be infinite where nothing is expected, with {@code 0 ln 0 = 0}. */
public final class Expectation {
    private static final String OP = "expectation";

    private Expectation() {}

    /**
     * Returns the terms of an expected value: {@code x * weights}, and 0 where the weight is 0, whatever x holds there.
     *
     * @param x FLOAT32 of any shape
     * @param weights FLOAT32 of the same shape; constants, no gradient flows to them
     * @return of the same shape
     */
    public static Tensor terms(Tensor x, Tensor weights) {
        ShapeRules.dtype(OP, "x", x, DType.FLOAT32);
        ShapeRules.dtype(OP, "weights", weights, DType.FLOAT32);
        ShapeRules.shape(OP, "weights", weights, x.shape());
        ShapeRules.sameBackend(OP, x, weights);
        Buffer result = product(x.backend().kernels(), x.buffer(), weights.buffer());
        return Tape.output(x.backend(), result, List.of(x), saver -> {
            Tensor kept = saver.keep(weights);
            return (g, inputs) -> inputs.add(0, g.multiply(kept));
        });
    }

    private static Buffer product(Kernels kernels, Buffer x, Buffer weights) {
        try (Buffer zero = kernels.full(Shape.of(), 0f);
                Buffer unexpected = kernels.equal(weights, zero);
                Buffer product = kernels.multiply(x, weights)) {
            return kernels.select(unexpected, zero, product);
        }
    }
}
