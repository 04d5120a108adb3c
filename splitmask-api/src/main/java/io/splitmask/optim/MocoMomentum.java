package io.splitmask.optim;

import io.splitmask.config.Problems;

/**
 * MoCo v3's momentum of the averaged network: from {@code start} to 1 along half a cosine over the fractional epoch; 1
 * after the last epoch.
 *
 * @param start value of step 0
 * @param epochs E
 * @param stepsPerEpoch optimizer steps in an epoch
 * @see "golden cases, section 14, moco_momentum; facebookresearch/moco-v3 c349e6e, main_moco.py"
 */
public record MocoMomentum(double start, int epochs, int stepsPerEpoch) implements Schedule {
    /** Checks the numbers. */
    public MocoMomentum {
        Problems.of("MocoMomentum")
                .share("start", start)
                .atLeast(1, "epochs", epochs)
                .atLeast(1, "stepsPerEpoch", stepsPerEpoch)
                .throwIfAny();
    }

    @Override
    public double at(long step) {
        double epoch = (double) step / stepsPerEpoch;
        return epoch >= epochs ? 1 : 1 - (1 - start) * (1 + StrictMath.cos(Math.PI * epoch / epochs)) / 2;
    }
}
