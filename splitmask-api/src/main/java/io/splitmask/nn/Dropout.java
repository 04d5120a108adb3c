package io.splitmask.nn;

import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;

/** Sets elements to zero by a mask that the caller draws, and scales up the others. */
public final class Dropout {
    private Dropout() {}

    /**
     * Returns {@code x * mask / keepProbability}.
     *
     * @param x any shape
     * @param mask shape of x; 1 where an element is kept, 0 where not
     * @param keepProbability with which the mask was drawn, above 0 and at most 1
     */
    public static Tensor of(Tensor x, Tensor mask, double keepProbability) {
        ShapeRules.shape("dropout", "mask", mask, x.shape());
        if (!(keepProbability > 0 && keepProbability <= 1)) {
            throw new IllegalArgumentException(
                    "dropout: expected keepProbability above 0 and at most 1, got " + keepProbability);
        }
        return x.multiply(mask.detach().multiply((float) (1 / keepProbability)));
    }
}
