package io.splitmask.tck.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * One operation of a case {@code ops*}: its value and the gradients of {@code sum(ct * out)}.
 *
 * @param golden the case
 * @param entry what the case says about the operation
 */
record GoldenOperation(GoldenCase golden, JsonNode entry) {
    static List<GoldenOperation> all(GoldenCase golden) {
        List<GoldenOperation> operations = new ArrayList<>();
        golden.json().path("cases").forEach(entry -> operations.add(new GoldenOperation(golden, entry)));
        assertThat(operations).as("%s, operations", golden).isNotEmpty();
        return operations;
    }

    String name() {
        return entry.path("name").textValue();
    }

    void check(Backend backend) {
        OperationInputs inputs = new OperationInputs(golden, entry, backend);
        try (Tape tape = Tape.record()) {
            Tensor out = Operations.apply(entry.path("op").textValue(), inputs);
            GoldenTensors.check(golden, "out/" + name(), out);
            Tensor cotangent = GoldenTensors.floats(backend, golden, "ct/" + name());
            Gradients gradients = tape.backward(out.multiply(cotangent).sum());
            for (JsonNode input : entry.path("grads")) {
                String leaf = input.textValue();
                Tensor gradient = gradients.of(inputs.leaf(leaf)).orElseThrow();
                GoldenTensors.check(golden, "grad/" + name() + "/" + leaf, gradient);
            }
        }
        inputs.moreOutputs()
                .forEach((output, tensor) -> GoldenTensors.check(golden, "out/" + name() + "/" + output, tensor));
        assertThat(inputs.moreOutputs()).hasSize(entry.path("more_outputs").size());
    }
}
