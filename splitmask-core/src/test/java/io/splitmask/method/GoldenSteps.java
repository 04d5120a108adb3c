package io.splitmask.method;

import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.nn.Parameter;
import io.splitmask.optim.AdamW;
import io.splitmask.tck.golden.GoldenCase;
import io.splitmask.tck.golden.GoldenTensors;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The AdamW steps of a stored case on one batch: every gradient, the losses, and the weights after the steps. */
public final class GoldenSteps {
    private GoldenSteps() {}

    /**
     * Takes the steps and compares.
     *
     * @param lossList name of the list of losses among the scalars
     * @param method with the initial weights of the case
     * @param loss computes the loss of the batch from the weights as they are
     */
    public static void check(GoldenCase golden, String lossList, PretrainMethod method, Supplier<Tensor> loss) {
        Map<String, Parameter> parameters = method.network().parameters();
        AdamW optimizer = GoldenTraining.optimizer(method.network().backend(), golden, method, "");
        int steps = golden.json().path("optimizer").path("steps").asInt();
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            losses.add(step(golden, optimizer, loss, step == 0 ? parameters : Map.of()));
        }
        try (TensorScope scope = TensorScope.open()) {
            losses.add((double) loss.get().item());
        }
        golden.assertScalarList(
                lossList, losses.stream().mapToDouble(Double::doubleValue).toArray());
        GoldenTensors.checkParameters(golden, "after/", parameters);
    }

    private static double step(
            GoldenCase golden, AdamW optimizer, Supplier<Tensor> loss, Map<String, Parameter> compared) {
        try (TensorScope scope = TensorScope.open();
                Tape tape = Tape.record()) {
            Tensor total = loss.get();
            Gradients gradients = tape.backward(total);
            compared.forEach((name, parameter) -> golden.assertTensor(
                    "grad/" + name, gradients.orZero(parameter.tensor()).toFloats()));
            optimizer.step(gradients, GoldenTraining.rates(golden));
            return total.item();
        }
    }
}
