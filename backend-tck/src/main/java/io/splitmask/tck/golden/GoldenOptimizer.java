package io.splitmask.tck.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.autograd.Gradients;
import io.splitmask.nn.Parameter;
import io.splitmask.optim.AdamW;
import io.splitmask.optim.Lars;
import io.splitmask.optim.Optimizer;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.optim.Sgd;
import io.splitmask.optim.StepRates;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Cases {@code optim_*}: parameters and state after every step. */
final class GoldenOptimizer {
    /** The factors of a group are not 1, so that their use is checked too; powers of two round nothing. */
    private static final double RATE_SCALE = 2;

    private static final double DECAY_SCALE = 0.5;

    private final GoldenCase golden;
    private final Backend backend;
    private final Map<String, Parameter> parameters;
    /** One optimizer per group, because the rates of the groups need not be proportional over the steps. */
    private final List<Optimizer> optimizers = new ArrayList<>();

    private GoldenOptimizer(GoldenCase golden, Backend backend) {
        this.golden = golden;
        this.backend = backend;
        this.parameters = new StoredParameters(backend, golden, "w/").parameters();
        for (Map<String, Parameter> group : groups()) {
            optimizers.add(optimizer(List.of(new ParameterGroup(group, RATE_SCALE, DECAY_SCALE))));
        }
    }

    static void check(GoldenCase golden, Backend backend) {
        GoldenOptimizer run = new GoldenOptimizer(golden, backend);
        int steps = golden.config().path("steps").intValue();
        assertThat(steps).as("%s, steps", golden).isPositive();
        for (int step = 1; step <= steps; step++) {
            run.step(step);
            run.checkAfter(step);
        }
    }

    private List<Map<String, Parameter>> groups() {
        JsonNode listed = golden.config().path("groups");
        if (listed.isMissingNode()) {
            return List.of(parameters);
        }
        List<Map<String, Parameter>> groups = new ArrayList<>();
        for (JsonNode group : listed) {
            Map<String, Parameter> members = new LinkedHashMap<>();
            for (JsonNode name : group.path("params")) {
                members.put(name.textValue(), Objects.requireNonNull(parameters.get(name.textValue())));
            }
            groups.add(members);
        }
        return groups;
    }

    private Optimizer optimizer(List<ParameterGroup> groups) {
        JsonNode config = golden.config();
        if (config.has("beta1")) {
            AdamW.Settings settings = new AdamW.Settings(
                    config.path("beta1").doubleValue(),
                    config.path("beta2").doubleValue(),
                    config.path("eps").doubleValue());
            return new AdamW(backend, groups, settings);
        }
        double momentum = config.path("momentum").doubleValue();
        if (config.has("trust_coefficient")) {
            return new Lars(
                    backend, groups, momentum, config.path("trust_coefficient").doubleValue());
        }
        return config.path("nesterov").booleanValue()
                ? Sgd.withNesterovMomentum(backend, groups, momentum)
                : Sgd.withMomentum(backend, groups, momentum);
    }

    private void step(int step) {
        Map<Tensor, Tensor> byLeaf = new LinkedHashMap<>();
        parameters.forEach((name, parameter) ->
                byLeaf.put(parameter.tensor(), GoldenTensors.floats(backend, golden, "in/grad." + step + "." + name)));
        Gradients gradients = Gradients.of(byLeaf);
        for (int group = 0; group < optimizers.size(); group++) {
            double rate = rate("lr", group, step) / RATE_SCALE;
            double decay = rate("weight_decay", group, step) / DECAY_SCALE;
            optimizers.get(group).step(gradients, new StepRates(rate, decay));
        }
    }

    /** Reads a rate that is one number, one a step, or one a group and step. */
    private double rate(String name, int group, int step) {
        JsonNode node = golden.config().path(name);
        if (node.path(0).isArray()) {
            node = node.path(group);
        }
        JsonNode number = node.isArray() ? node.path(step - 1) : node;
        assertThat(number.isNumber())
                .as("%s, %s of step %d", golden, name, step)
                .isTrue();
        return number.doubleValue();
    }

    private void checkAfter(int step) {
        Map<String, Tensor> actual = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> actual.put(name, parameter.tensor()));
        optimizers.forEach(optimizer -> {
            assertThat(optimizer.steps()).isEqualTo(step);
            actual.putAll(optimizer.state());
        });
        String prefix = "out/step." + step + ".";
        List<String> stored = golden.tensorNames(prefix);
        assertThat(stored).as("%s, %s*", golden, prefix).isNotEmpty();
        for (String full : stored) {
            Tensor tensor = actual.get(full.substring(prefix.length()));
            GoldenTensors.check(golden, full, Objects.requireNonNull(tensor, () -> "nothing becomes " + full));
        }
    }
}
