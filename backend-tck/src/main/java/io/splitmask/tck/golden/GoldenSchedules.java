package io.splitmask.tck.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.optim.ContinuousCosineSchedule;
import io.splitmask.optim.CosineSchedule;
import io.splitmask.optim.LayerDecay;
import io.splitmask.optim.LinearThenConstantSchedule;
import io.splitmask.optim.Schedule;
import io.splitmask.optim.WeightDecayRule;

/** Cases {@code schedules*} and {@code layer_decay*}. */
final class GoldenSchedules {
    private GoldenSchedules() {}

    static void checkSchedules(GoldenCase golden) {
        JsonNode schedules = golden.config().path("schedules");
        assertThat(schedules).as("%s, schedules", golden).isNotEmpty();
        for (JsonNode entry : schedules) {
            String name = entry.path("name").textValue();
            Schedule schedule = schedule(entry);
            double[] actual = new double[entry.path("length").intValue()];
            float[] rounded = new float[actual.length];
            for (int i = 0; i < actual.length; i++) {
                actual[i] = schedule.at(i);
                rounded[i] = (float) actual[i];
            }
            golden.assertValues(name, actual);
            golden.assertTensor("out/" + name, rounded);
        }
    }

    private static Schedule schedule(JsonNode entry) {
        int epochs = entry.path("epochs").intValue();
        int stepsPerEpoch = entry.path("steps_per_epoch").intValue();
        int warmupEpochs = entry.path("warmup_epochs").intValue();
        String kind = entry.path("kind").textValue();
        return switch (kind) {
            case "cosine_per_step" -> {
                int steps = entry.path("warmup_steps").intValue();
                yield new CosineSchedule(
                        number(entry, "base"),
                        number(entry, "final"),
                        (long) epochs * stepsPerEpoch,
                        steps > 0 ? steps : (long) warmupEpochs * stepsPerEpoch,
                        entry.path("start").doubleValue());
            }
            case "linear_then_constant_per_epoch" ->
                new LinearThenConstantSchedule(number(entry, "warmup_temp"), number(entry, "temp"), warmupEpochs);
            case "moco_lr" ->
                new ContinuousCosineSchedule(
                        number(entry, "lr"), 0, (long) epochs * stepsPerEpoch, (long) warmupEpochs * stepsPerEpoch);
            case "moco_momentum" ->
                CosineSchedule.withoutWarmup(number(entry, "momentum"), 1, (long) epochs * stepsPerEpoch);
            default -> throw new AssertionError("unknown kind of schedule '" + kind + "'");
        };
    }

    private static double number(JsonNode entry, String name) {
        assertThat(entry.path(name).isNumber()).as("%s of %s", name, entry).isTrue();
        return entry.path(name).doubleValue();
    }

    static void checkLayerDecay(GoldenCase golden) {
        JsonNode config = golden.config();
        LayerDecay rule = new LayerDecay(
                config.path("layer_decay").doubleValue(), config.path("depth").intValue());
        double rtol =
                golden.json().path("tolerances").path("values").path("rtol").doubleValue();
        JsonNode multipliers = golden.json().path("multipliers");
        assertThat(multipliers.size()).isEqualTo(rule.depth() + 2);
        float[] rounded = new float[multipliers.size()];
        for (int layer = 0; layer < rounded.length; layer++) {
            double expected = multipliers.path(layer).doubleValue();
            rounded[layer] = (float) rule.multiplier(layer);
            assertThat(rule.multiplier(layer)).as("layer %d", layer).isCloseTo(expected, within(rtol * expected));
        }
        golden.assertTensor("out/multipliers", rounded);
        JsonNode parameters = golden.json().path("parameters");
        assertThat(parameters).isNotEmpty();
        for (JsonNode parameter : parameters) {
            String name = parameter.path("name").textValue();
            double expected = parameter.path("lr_multiplier").doubleValue();
            assertThat(rule.layer(name))
                    .as(name)
                    .isEqualTo(parameter.path("layer").intValue());
            assertThat(rule.multiplier(name)).as(name).isCloseTo(expected, within(rtol * expected));
            assertThat(WeightDecayRule.VISION_TRANSFORMER.decays(
                            name, parameter.path("ndim").intValue()))
                    .as("weight decay of %s", name)
                    .isEqualTo(parameter.path("weight_decay").booleanValue());
        }
    }
}
