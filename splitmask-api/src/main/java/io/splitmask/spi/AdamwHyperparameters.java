package io.splitmask.spi;

/**
 * The numbers of one AdamW step (golden cases, section 4): {@code p *= 1 - lr wd}, then
 * {@code p -= lr / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + eps)}.
 *
 * @param learningRate lr of this step
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param eps added to the denominator
 * @param weightDecay wd, decoupled
 * @param step t, from 1
 * @param gradientScale factor on every gradient before use (global-norm clipping); 1 leaves them as they are
 */
public record AdamwHyperparameters(
        double learningRate,
        double beta1,
        double beta2,
        double eps,
        double weightDecay,
        long step,
        double gradientScale) {}
