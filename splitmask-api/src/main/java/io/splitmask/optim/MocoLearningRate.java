package io.splitmask.optim;

import io.splitmask.config.Problems;

/**
 * MoCo v3's learning rate over the fractional epoch e: {@code peak e / warmupEpochs}, then half a cosine to 0; 0 after
 * the last epoch.
 *
 * @param peak value at the end of the warm-up
 * @param epochs E
 * @param stepsPerEpoch optimizer steps in an epoch
 * @param warmupEpochs length of the warm-up; 0 for none
 * @see "golden cases, section 14, moco_lr; facebookresearch/moco-v3 c349e6e, main_moco.py, adjust_learning_rate"
 */
public record MocoLearningRate(double peak, int epochs, int stepsPerEpoch, int warmupEpochs) implements Schedule {
    /** Checks the numbers. */
    public MocoLearningRate {
        Problems.of("MocoLearningRate")
                .notNegative("peak", peak)
                .atLeast(1, "epochs", epochs)
                .atLeast(1, "stepsPerEpoch", stepsPerEpoch)
                .require(
                        warmupEpochs >= 0 && warmupEpochs <= epochs,
                        "expected warmupEpochs from 0 to epochs = " + epochs + ", got " + warmupEpochs)
                .throwIfAny();
    }

    @Override
    public double at(long step) {
        double epoch = (double) step / stepsPerEpoch;
        if (epoch < warmupEpochs) {
            return peak * epoch / warmupEpochs;
        }
        if (epoch >= epochs) {
            return 0;
        }
        return peak * (1 + StrictMath.cos(Math.PI * (epoch - warmupEpochs) / (epochs - warmupEpochs))) / 2;
    }
}
