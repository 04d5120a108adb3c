package io.splitmask.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.optim.ContinuousCosineSchedule;
import io.splitmask.optim.CosineSchedule;
import io.splitmask.optim.LayerDecay;
import io.splitmask.optim.LinearThenConstantSchedule;
import io.splitmask.optim.Schedule;
import io.splitmask.optim.WeightDecayRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GoldenSchedulesTest {
    @Test
    void schedulesGiveTheStoredValues() throws IOException {
        JsonNode golden = new HostCase("schedules").json();
        JsonNode schedules = golden.path("config").path("schedules");
        JsonNode tolerance = golden.path("tolerances").path("values");
        List<String> problems = new ArrayList<>();
        int compared = 0;
        for (JsonNode config : schedules) {
            Schedule schedule = schedule(config);
            JsonNode values = golden.path("values").path(config.path("name").textValue());
            assertThat(values).hasSize(config.path("length").intValue());
            for (int step = 0; step < values.size(); step++) {
                checkClose(
                        problems, config.path("name") + " at " + step, schedule.at(step), values.get(step), tolerance);
                compared++;
            }
        }
        assertThat(problems).isEmpty();
        assertThat(compared).isEqualTo(385);
    }

    @Test
    void layerDecayGivesTheStoredMultipliersAndGroups() throws IOException {
        JsonNode golden = new HostCase("layer_decay").json();
        JsonNode tolerance = golden.path("tolerances").path("values");
        LayerDecay decay = new LayerDecay(
                golden.path("config").path("layer_decay").doubleValue(),
                golden.path("config").path("depth").intValue());
        List<String> problems = new ArrayList<>();
        JsonNode multipliers = golden.path("multipliers");
        assertThat(multipliers).hasSize(14);
        for (int layer = 0; layer < multipliers.size(); layer++) {
            checkClose(problems, "layer " + layer, decay.multiplier(layer), multipliers.get(layer), tolerance);
        }
        assertThat(golden.path("parameters")).hasSizeGreaterThan(150);
        for (JsonNode parameter : golden.path("parameters")) {
            String name = parameter.path("name").textValue();
            boolean decays = WeightDecayRule.VISION_TRANSFORMER.decays(
                    name, parameter.path("ndim").intValue());
            if (decay.layer(name) != parameter.path("layer").intValue()
                    || decays != parameter.path("weight_decay").booleanValue()) {
                problems.add("expected " + parameter + ", got layer " + decay.layer(name) + ", decayed: " + decays);
            }
            checkClose(problems, name, decay.multiplier(name), parameter.path("lr_multiplier"), tolerance);
        }
        assertThat(problems).isEmpty();
    }

    private static void checkClose(
            List<String> problems, String what, double actual, JsonNode value, JsonNode tolerance) {
        double expected = value.doubleValue();
        double allowed =
                tolerance.path("atol").doubleValue() + tolerance.path("rtol").doubleValue() * Math.abs(expected);
        if (!(Math.abs(actual - expected) <= allowed)) {
            problems.add(what + ": expected " + expected + ", got " + actual);
        }
    }

    private static Schedule schedule(JsonNode config) {
        int stepsPerEpoch = config.path("steps_per_epoch").intValue();
        int epochs = config.path("epochs").intValue();
        int warmupEpochs = config.path("warmup_epochs").intValue();
        String kind = config.path("kind").textValue();
        return switch (kind) {
            case "cosine_per_step" -> {
                long warmupSteps = config.path("warmup_steps").longValue();
                yield new CosineSchedule(
                        config.path("base").doubleValue(),
                        config.path("final").doubleValue(),
                        (long) epochs * stepsPerEpoch,
                        warmupSteps > 0 ? warmupSteps : (long) warmupEpochs * stepsPerEpoch,
                        config.path("start").doubleValue());
            }
            case "linear_then_constant_per_epoch" ->
                new LinearThenConstantSchedule(
                        config.path("warmup_temp").doubleValue(),
                        config.path("temp").doubleValue(),
                        warmupEpochs);
            case "moco_lr" ->
                new ContinuousCosineSchedule(
                        config.path("lr").doubleValue(),
                        0,
                        (long) epochs * stepsPerEpoch,
                        (long) warmupEpochs * stepsPerEpoch);
            case "moco_momentum" ->
                CosineSchedule.withoutWarmup(config.path("momentum").doubleValue(), 1, (long) epochs * stepsPerEpoch);
            default -> throw new IllegalArgumentException("unknown kind of schedule '" + kind + "'");
        };
    }
}
