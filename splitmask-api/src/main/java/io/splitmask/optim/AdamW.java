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
import java.util.Collections;
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

    /** A group and the moments of its parameters, in their order. */
    private record State(ParameterGroup group, List<Tensor> first, List<Tensor> second) {}

    private final Backend backend;
    private final Settings settings;
    private final List<State> groups = new ArrayList<>();
    private final Map<String, Tensor> named = new LinkedHashMap<>();
    private long steps;

    /** Creates the optimizer with zero moments. */
    public AdamW(Backend backend, List<ParameterGroup> groups, Settings settings) {
        this.backend = backend;
        this.settings = settings;
        ParameterGroup.requireDistinct("AdamW", groups);
        for (ParameterGroup group : groups) {
            List<Tensor> first = new ArrayList<>();
            List<Tensor> second = new ArrayList<>();
            group.parameters().forEach((name, parameter) -> {
                first.add(moment("exp_avg." + name, parameter));
                second.add(moment("exp_avg_sq." + name, parameter));
            });
            this.groups.add(new State(group, first, second));
        }
    }

    private Tensor moment(String name, Parameter parameter) {
        Tensor zero = Tensor.full(backend, 0f, parameter.shape());
        named.put(name, zero);
        return zero;
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
                // Asked for in every step: a tensor whose scope has closed says so, a buffer of its own need not.
                List<Tensor> values = new ArrayList<>();
                List<Tensor> theirGradients = new ArrayList<>();
                for (Parameter parameter : group.parameters().values()) {
                    values.add(parameter.tensor());
                    theirGradients.add(gradients.orZero(parameter.tensor()));
                }
                AdamwMoments moments = new AdamwMoments(buffers(state.first()), buffers(state.second()));
                backend.kernels().adamwStep(buffers(values), buffers(theirGradients), moments, numbers);
            }
        }
    }

    private static List<Buffer> buffers(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::buffer).toList();
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public Map<String, Tensor> state() {
        return Collections.unmodifiableMap(named);
    }

    @Override
    public void resumeAt(long newSteps) {
        steps = newSteps;
    }
}
