package io.splitmask.optim;

/**
 * The rates of one optimizer step, before the groups' factors.
 *
 * @param learningRate per step
 * @param weightDecay decoupled for AdamW, added to the gradient for SGD and LARS
 * @param gradientScale factor on every gradient, as from global-norm clipping; 1 leaves them as they are
 */
public record StepRates(double learningRate, double weightDecay, double gradientScale) {
    /** Rates without clipping. */
    public StepRates(double learningRate, double weightDecay) {
        this(learningRate, weightDecay, 1);
    }
}
