package io.splitmask.optim;

import io.splitmask.autograd.Gradients;
import io.splitmask.config.Problems;
import io.splitmask.nn.Parameter;
import io.splitmask.spi.AdamwHyperparameters;
import io.splitmask.spi.AdamwMoments;
import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** AdamW with decoupled weight decay (golden cases, section 4). */
public final class AdamW implements Optimizer {
    /**
     * Constants of AdamW.
     *
     * @param beta1 decay of the first moment
     * @param beta2 decay of the second moment
     * @param eps added to the denominator
     */
    public record Settings(double beta1, double beta2, double eps) {
        /** The values of BEiT, DINO and DeiT. */
        public static final Settings DEFAULT = new Settings(0.9, 0.999, 1e-8);

        /** Checks the numbers. */
        public Settings {
            Problems.of("AdamW")
                    .shareBelowOne("beta1", beta1)
                    .shareBelowOne("beta2", beta2)
                    .positive("eps", eps)
                    .throwIfAny();
        }
    }

    private record State(ParameterGroup group, List<Buffer> values, AdamwMoments moments) {}

    private final Backend backend;
    private final Settings settings;
    private final List<State> groups = new ArrayList<>();
    private final Map<String, Tensor> named = new LinkedHashMap<>();
    private long steps;

    /** Creates the optimizer with zero moments. */
    public AdamW(Backend backend, List<ParameterGroup> groups, Settings settings) {
        this.backend = backend;
        this.settings = settings;
        for (ParameterGroup group : groups) {
            List<Buffer> values = new ArrayList<>();
            List<Buffer> first = new ArrayList<>();
            List<Buffer> second = new ArrayList<>();
            group.parameters().forEach((name, parameter) -> {
                values.add(parameter.tensor().buffer());
                first.add(moment("exp_avg." + name, parameter));
                second.add(moment("exp_avg_sq." + name, parameter));
            });
            this.groups.add(new State(group, List.copyOf(values), new AdamwMoments(first, second)));
        }
    }

    private Buffer moment(String name, Parameter parameter) {
        Tensor zero = Tensor.full(backend, 0f, parameter.shape());
        if (named.putIfAbsent(name, zero) != null) {
            throw new IllegalArgumentException("AdamW: expected each parameter in one group, got '"
                    + name.substring(name.indexOf('.') + 1) + "' twice");
        }
        return zero.buffer();
    }

    @Override
    public void step(Gradients gradients, StepRates rates) {
        steps++;
        for (State state : groups) {
            ParameterGroup group = state.group();
            long trained = group.trainedSteps(steps);
            if (trained == 0) {
                continue;
            }
            AdamwHyperparameters numbers = new AdamwHyperparameters(
                    rates.learningRate() * group.learningRateScale(),
                    settings.beta1(),
                    settings.beta2(),
                    settings.eps(),
                    rates.weightDecay() * group.weightDecayScale(),
                    trained,
                    rates.gradientScale());
            try (TensorScope scope = TensorScope.open()) {
                List<Buffer> buffers = new ArrayList<>();
                for (Parameter parameter : group.parameters().values()) {
                    buffers.add(gradients.orZero(parameter.tensor()).buffer());
                }
                backend.kernels().adamwStep(state.values(), buffers, state.moments(), numbers);
            }
        }
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.copyOf(named);
    }

    @Override
    public void resumeAt(long newSteps) {
        steps = newSteps;
    }
}
