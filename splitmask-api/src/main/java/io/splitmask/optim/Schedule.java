package io.splitmask.optim;

/** A number that changes during training, such as a learning rate: a pure function of the step. */
@FunctionalInterface
public interface Schedule {
    /**
     * Returns the value for a step.
     *
     * @param step number of the optimizer step, from 0
     */
    double at(long step);

    /** Returns the schedule that always has this value. */
    static Schedule constant(double value) {
        return step -> value;
    }

    /**
     * Returns a schedule that takes this one's values by epoch: steps of one epoch share the value.
     *
     * @param stepsPerEpoch optimizer steps in an epoch
     */
    default Schedule perEpoch(int stepsPerEpoch) {
        if (stepsPerEpoch < 1) {
            throw new IllegalArgumentException("expected stepsPerEpoch >= 1, got " + stepsPerEpoch);
        }
        return step -> at(step / stepsPerEpoch);
    }
}
