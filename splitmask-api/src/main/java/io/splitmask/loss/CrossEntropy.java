package io.splitmask.loss;

import io.splitmask.config.Problems;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;

/** Cross entropy against class indices. */
public final class CrossEntropy {
    private CrossEntropy() {}

    /**
     * Mean over rows of {@code -log_softmax(logits)[target]}.
     *
     * @param logits [B, V], B at least 1
     * @param target INT32 [B], each in 0..V-1
     * @return the loss, []
     */
    public static Tensor of(Tensor logits, Tensor target) {
        return of(logits, target, 0);
    }

    /**
     * Mean cross entropy against {@code e/V} everywhere plus {@code 1-e} at the target.
     *
     * @param logits [B, V], B at least 1
     * @param target INT32 [B], each in 0..V-1
     * @param smoothing e, 0..1
     * @return the loss, []
     */
    public static Tensor of(Tensor logits, Tensor target, double smoothing) {
        Problems.of("crossEntropy").share("smoothing", smoothing).throwIfAny();
        checkLogits("crossEntropy", logits);
        ShapeRules.shape("crossEntropy", "target", target, Shape.of(logits.dim(0)));
        ShapeRules.dtype("crossEntropy", "target", target, DType.INT32);
        Tensor logProbabilities = logits.logSoftmax(-1);
        Tensor hit = logProbabilities.gatherLast(target.reshape(-1, 1)).mean();
        if (smoothing == 0) {
            return hit.negate();
        }
        Tensor everywhere = logProbabilities.mean();
        return hit.multiply((float) (smoothing - 1)).subtract(everywhere.multiply((float) smoothing));
    }

    /** The mean over no rows would be NaN. */
    static void checkLogits(String op, Tensor logits) {
        ShapeRules.rank(op, "logits", logits, 2);
        if (logits.dim(0) == 0) {
            throw new ShapeException(op, "expected at least one row, got logits " + logits.shape(), logits.shape());
        }
    }
}
