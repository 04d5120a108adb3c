package io.splitmask.loss;

import io.splitmask.autograd.Expectation;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;

/** Cross entropy against a distribution over classes, as after mixup. */
public final class SoftCrossEntropy {
    private SoftCrossEntropy() {}

    /**
     * Mean over rows of {@code -sum target * log_softmax(logits)}, with {@code 0 ln 0 = 0}: a class that is ruled out by a
     * logit of minus infinity counts only if it is a target.
     *
     * @param logits [B, V], B at least 1
     * @param target [B, V], rows sum to 1; no gradient flows here
     * @return the loss, []
     */
    public static Tensor of(Tensor logits, Tensor target) {
        CrossEntropy.checkLogits("softCrossEntropy", logits);
        ShapeRules.shape("softCrossEntropy", "target", target, logits.shape());
        return Expectation.terms(logits.logSoftmax(-1), target).sum(1).mean().negate();
    }
}
