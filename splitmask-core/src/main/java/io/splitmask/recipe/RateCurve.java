package io.splitmask.recipe;

import io.splitmask.optim.ContinuousCosineSchedule;
import io.splitmask.optim.CosineSchedule;
import io.splitmask.optim.Schedule;

/** How a learning rate rises from 0 to its peak and falls along half a cosine. */
public enum RateCurve {
    /** BEiT, SplitMask and DINO: evenly spaced steps, of which the last in the warm-up has the peak. */
    PER_STEP {
        @Override
        Schedule schedule(double peak, double end, long totalSteps, long warmupSteps) {
            return new CosineSchedule(peak, end, totalSteps, warmupSteps, 0);
        }
    },
    /** MoCo v3 and MAE: a function of the fractional epoch, with the peak in the first step after the warm-up. */
    PER_FRACTIONAL_EPOCH {
        @Override
        Schedule schedule(double peak, double end, long totalSteps, long warmupSteps) {
            return new ContinuousCosineSchedule(peak, end, totalSteps, warmupSteps);
        }
    };

    abstract Schedule schedule(double peak, double end, long totalSteps, long warmupSteps);
}
