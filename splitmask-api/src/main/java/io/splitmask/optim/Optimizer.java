package io.splitmask.optim;

import io.splitmask.autograd.Gradients;
import io.splitmask.tensor.Tensor;
import java.util.Map;

/**
 * Changes parameters along their gradients. Its state is made with it and belongs to the scope that is open then.
 */
public interface Optimizer {
    /**
     * Takes one step. A parameter without a gradient counts as one whose gradient is zero, unless its group is still
     * frozen ({@link ParameterGroup#frozenSteps}).
     */
    void step(Gradients gradients, StepRates rates);

    /** Returns how many steps were taken. */
    long steps();

    /** Returns the state by name, such as {@code exp_avg.norm.weight}, for checkpoints; in a fixed order. */
    Map<String, Tensor> state();

    /** Sets the number of steps when a run goes on; the tensors of {@link #state} are overwritten one by one. */
    void resumeAt(long steps);
}
