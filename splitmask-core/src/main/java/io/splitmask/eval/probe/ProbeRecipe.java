package io.splitmask.eval.probe;

import io.splitmask.config.Problems;
import io.splitmask.optim.ContinuousCosineSchedule;
import io.splitmask.optim.CosineSchedule;
import io.splitmask.optim.Schedule;

/**
 * How a linear classifier is trained on features that stay as they are. The learning rate falls to 0 along half a
 * cosine.
 *
 * @param optimizer what moves the weights
 * @param learningRate at a batch of {@value #BATCH_OF_RATE}; other batches scale it linearly
 * @param weightDecay per step
 * @param epochs E
 * @param warmupEpochs epochs in which the learning rate rises; only where it moves with every step
 * @param batchSize B; a smaller set is one batch
 * @param pace when the learning rate moves
 * @param batchNorm whether features are normalised over the batch first, without a learned scale and shift
 * @see "recipes, section 4.9"
 */
public record ProbeRecipe(
        ProbeOptimizer optimizer,
        double learningRate,
        double weightDecay,
        int epochs,
        int warmupEpochs,
        int batchSize,
        Pace pace,
        boolean batchNorm) {
    /** Batch size for which the learning rate is given: {@value}. */
    public static final int BATCH_OF_RATE = 256;

    /** BEiT's probe of every block; the study's figure 5. */
    public static final ProbeRecipe BEIT =
            new ProbeRecipe(ProbeOptimizer.ADAMW, 1e-3, 1e-4, 100, 0, 1024, Pace.EPOCH, false);
    /** DINO's. */
    public static final ProbeRecipe DINO =
            new ProbeRecipe(ProbeOptimizer.SGD, 1e-3, 0, 100, 0, 1024, Pace.EPOCH, false);
    /** MoCo v3's. */
    public static final ProbeRecipe MOCO_V3 = new ProbeRecipe(ProbeOptimizer.SGD, 3, 0, 90, 0, 1024, Pace.EPOCH, false);
    /** MAE's: batch norm and LARS. */
    public static final ProbeRecipe MAE = new ProbeRecipe(ProbeOptimizer.LARS, 0.1, 0, 90, 10, 16_384, Pace.STEP, true);

    /** When the learning rate moves. */
    public enum Pace {
        /** After each epoch. */
        EPOCH,
        /** After each step. */
        STEP
    }

    /** Checks the numbers. */
    public ProbeRecipe {
        Problems.of("ProbeRecipe")
                .positive("learningRate", learningRate)
                .notNegative("weightDecay", weightDecay)
                .atLeast(1, "epochs", epochs)
                .require(
                        warmupEpochs >= 0 && warmupEpochs <= epochs,
                        "expected warmupEpochs from 0 to epochs = " + epochs + ", got " + warmupEpochs)
                .require(
                        warmupEpochs == 0 || pace == Pace.STEP,
                        "expected warmupEpochs 0 where the learning rate moves with every epoch, got " + warmupEpochs)
                .atLeast(1, "batchSize", batchSize)
                .throwIfAny();
    }

    /** Returns the same recipe with other lengths, in epochs. */
    public ProbeRecipe withEpochs(int newEpochs, int newWarmupEpochs) {
        return new ProbeRecipe(
                optimizer, learningRate, weightDecay, newEpochs, newWarmupEpochs, batchSize, pace, batchNorm);
    }

    /** Returns the same recipe with another batch size. */
    public ProbeRecipe withBatchSize(int newBatchSize) {
        return new ProbeRecipe(
                optimizer, learningRate, weightDecay, epochs, warmupEpochs, newBatchSize, pace, batchNorm);
    }

    /** Returns the same recipe with another learning rate at a batch of {@value #BATCH_OF_RATE}. */
    public ProbeRecipe withLearningRate(double newLearningRate) {
        return new ProbeRecipe(
                optimizer, newLearningRate, weightDecay, epochs, warmupEpochs, batchSize, pace, batchNorm);
    }

    /**
     * Returns the learning rate by step.
     *
     * @param batch images in each
     */
    Schedule learningRates(int batch, int stepsPerEpoch) {
        double peak = learningRate * batch / BATCH_OF_RATE;
        return pace == Pace.EPOCH
                ? CosineSchedule.withoutWarmup(peak, 0, epochs).perEpoch(stepsPerEpoch)
                : new ContinuousCosineSchedule(
                        peak, 0, (long) epochs * stepsPerEpoch, (long) warmupEpochs * stepsPerEpoch);
    }
}
