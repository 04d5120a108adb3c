package io.splitmask.tck.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.autograd.Gradients;
import io.splitmask.nn.Parameter;
import io.splitmask.optim.Ema;
import io.splitmask.optim.GradientClipping;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Cases {@code grad_clip*} and {@code ema*}. */
final class GoldenUpdates {
    private GoldenUpdates() {}

    static void checkClipping(GoldenCase golden, Backend backend) {
        Map<String, Parameter> parameters = new StoredParameters(backend, golden, "in/grad.").parameters();
        Map<Tensor, Tensor> byLeaf = new LinkedHashMap<>();
        parameters
                .values()
                .forEach(parameter ->
                        byLeaf.put(parameter.tensor(), parameter.tensor().detach()));
        Gradients gradients = Gradients.of(byLeaf);
        double norm = GradientClipping.globalNorm(backend, gradients, parameters.values());
        golden.assertScalar("total_norm", norm);
        Map<String, JsonNode> limits = new LinkedHashMap<>();
        golden.config().path("max_norm").properties().forEach(limit -> limits.put(limit.getKey(), limit.getValue()));
        assertThat(limits).as("%s, limits", golden).isNotEmpty();
        limits.forEach((name, limit) -> {
            double factor = GradientClipping.factor(norm, limit.doubleValue());
            golden.assertScalar("coefficient_" + name, factor);
            Gradients each =
                    GradientClipping.perParameter(backend, gradients, parameters.values(), limit.doubleValue());
            parameters.forEach((parameter, tensor) -> {
                Tensor together = gradients.orZero(tensor.tensor()).multiply((float) factor);
                GoldenTensors.check(golden, "out/global." + name + "." + parameter, together);
                GoldenTensors.check(
                        golden, "out/per_parameter." + name + "." + parameter, each.orZero(tensor.tensor()));
            });
        });
    }

    static void checkEma(GoldenCase golden, Backend backend) {
        StoredParameters average = new StoredParameters(backend, golden, "w/");
        JsonNode momentum = golden.config().path("momentum");
        assertThat(momentum.size()).as("%s, steps", golden).isPositive();
        for (int step = 1; step <= momentum.size(); step++) {
            StoredParameters student = new StoredParameters(backend, golden, "in/student." + step + ".");
            new Ema(average, student).update(momentum.path(step - 1).doubleValue());
            GoldenTensors.checkParameters(golden, "out/step." + step + ".", average.parameters());
        }
    }
}
