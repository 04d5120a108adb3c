package io.splitmask.optim;

import io.splitmask.autograd.Gradients;
import io.splitmask.config.Problems;
import io.splitmask.nn.Parameter;
import io.splitmask.spi.Backend;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What SGD and LARS share: a running sum of directions per parameter, and the walk over the groups. */
abstract sealed class MomentumOptimizer implements Optimizer permits Sgd, Lars {
    private final Backend backend;
    private final List<ParameterGroup> groups;
    private final double momentum;
    private final Map<String, Tensor> buffers = new LinkedHashMap<>();
    private long steps;

    MomentumOptimizer(Backend backend, List<ParameterGroup> groups, double momentum) {
        this.backend = backend;
        this.groups = List.copyOf(groups);
        this.momentum = momentum;
        String self = getClass().getSimpleName();
        Problems.of(self).shareBelowOne("momentum", momentum).throwIfAny();
        ParameterGroup.requireDistinct(self, groups);
        if (momentum != 0) {
            groups.forEach(group -> group.parameters()
                    .forEach((name, parameter) ->
                            buffers.put(stateName(name), Tensor.full(backend, 0f, parameter.shape()))));
        }
    }

    private static String stateName(String parameter) {
        return "momentum." + parameter;
    }

    /** Turns the gradient of a parameter into the direction that is summed up. */
    abstract Tensor direction(Tensor parameter, Tensor gradient, double weightDecay);

    /**
     * Chooses what to step along.
     *
     * @param sum of the directions so far
     */
    abstract Tensor update(Tensor direction, Tensor sum);

    final double momentum() {
        return momentum;
    }

    @Override
    public final void step(Gradients gradients, StepRates rates) {
        steps++;
        for (ParameterGroup group : groups) {
            if (group.trainedSteps(steps) == 0) {
                continue;
            }
            double rate = rates.learningRate() * group.learningRateScale();
            double decay = rates.weightDecay() * group.weightDecayScale();
            group.parameters().forEach((name, parameter) -> {
                try (TensorScope scope = TensorScope.open()) {
                    Tensor gradient = gradients.orZero(parameter.tensor()).multiply((float) rates.gradientScale());
                    move(name, parameter, direction(parameter.tensor().detach(), gradient, decay), rate);
                }
            });
        }
    }

    private void move(String name, Parameter parameter, Tensor direction, double rate) {
        Kernels kernels = backend.kernels();
        Tensor along = direction;
        Tensor sum = buffers.get(stateName(name));
        if (sum != null) {
            kernels.multiplyInPlace(sum.buffer(), (float) momentum);
            kernels.addInPlace(sum.buffer(), direction.buffer());
            along = update(direction, sum);
        }
        kernels.addInPlace(
                parameter.tensor().buffer(), along.multiply((float) -rate).buffer());
    }

    @Override
    public final long steps() {
        return steps;
    }

    @Override
    public final Map<String, Tensor> state() {
        return Collections.unmodifiableMap(buffers);
    }

    @Override
    public final void resumeAt(long newSteps) {
        steps = newSteps;
    }
}
