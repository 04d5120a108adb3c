package io.splitmask.loss;

import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;

/** Cross entropy against a distribution over classes, as after mixup. */
public final class SoftCrossEntropy {
    private SoftCrossEntropy() {}

    /** Mean over rows of {@code -sum target * log_softmax(logits)}. @param logits [B, V] @param target [B, V] */
    public static Tensor of(Tensor logits, Tensor target) {
        CrossEntropy.checkLogits("softCrossEntropy", logits);
        ShapeRules.shape("softCrossEntropy", "target", target, logits.shape());
        return logits.logSoftmax(-1).multiply(target.detach()).sum(1).mean().negate();
    }
}
