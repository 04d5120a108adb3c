package io.splitmask.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.spi.AdamwHyperparameters;
import io.splitmask.spi.AdamwMoments;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tck.golden.GoldenCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Kernels against stored values that another library computed in double precision. */
abstract class StoredValuesSuite extends Suite {
    private static final String OPERATIONS = "ops";

    StoredValuesSuite(Supplier<Bench> bench) {
        super(bench);
    }

    @Test
    void K140_storedProducts() {
        operations("matmul");
    }

    @Test
    void K141_storedArithmetic() {
        operations("add", "sub", "mul", "div");
    }

    @Test
    void K142_storedReductions() {
        operations("sum", "max");
    }

    @Test
    void K143_storedFunctions() {
        operations("erf", "tanh", "sqrt", "exp", "log", "gelu");
    }

    @Test
    void K144_storedSoftmax() {
        operations("softmax", "log_softmax");
    }

    @Test
    void K145_storedLayerNorm() {
        operations("layer_norm");
    }

    @Test
    void K146_storedRows() {
        operations("gather_rows", "scatter_add_rows");
    }

    @Test
    void K147_storedMovements() {
        operations("concat", "slice", "transpose", "reshape", "broadcast_to");
    }

    @Test
    void K148_storedAdamw() {
        GoldenCase.startingWith("optim_adamw").forEach(this::adamw);
    }

    @Test
    void K149_storedEma() {
        GoldenCase golden = GoldenCase.named("ema");
        Kernels k = bench().kernels();
        Map<String, Buffer> targets = upload(k, golden, "w/");
        try {
            for (int step = 1; step <= golden.config().path("steps").intValue(); step++) {
                Map<String, Buffer> sources = upload(k, golden, "in/student." + step + ".");
                double momentum =
                        golden.config().path("momentum").path(step - 1).doubleValue();
                k.ema(List.copyOf(targets.values()), List.copyOf(sources.values()), momentum);
                Trial.close(List.copyOf(sources.values()));
                check(k, golden, "out/step." + step + ".", targets);
            }
        } finally {
            Trial.close(List.copyOf(targets.values()));
        }
    }

    @Test
    void K150_storedGradientNorm() {
        GoldenCase golden = GoldenCase.named("grad_clip");
        Kernels k = bench().kernels();
        List<Buffer> gradients = List.copyOf(upload(k, golden, "in/grad.").values());
        double norm = Math.sqrt(k.sumOfSquares(gradients));
        Trial.close(gradients);
        golden.assertScalar("total_norm", norm);
    }

    private void operations(String... ops) {
        GoldenCase golden = GoldenCase.named(OPERATIONS);
        List<StoredOperation> chosen = new ArrayList<>();
        for (JsonNode entry : golden.json().path("cases")) {
            if (List.of(ops).contains(entry.path("op").textValue())) {
                StoredOperation.read(golden, entry).ifPresent(chosen::add);
            }
        }
        assertThat(chosen).as("stored cases of %s", List.of(ops)).isNotEmpty();
        bench().each(chosen.stream().map(StoredOperation::trial).toList(), trial -> bench().expect(
                        trial, golden.tolerance("out"), StoredOperation.expected(golden, trial.label())));
        List<Trial> backward = chosen.stream()
                .flatMap(operation -> operation.backwardTrial().stream())
                .toList();
        bench().each(backward, trial -> bench().expect(
                        trial, golden.tolerance("grad"), StoredOperation.expectedGradients(golden, trial.label())));
    }

    private void adamw(GoldenCase golden) {
        Kernels k = bench().kernels();
        Map<String, Buffer> parameters = upload(k, golden, "w/");
        Map<String, Buffer> first = zeros(k, parameters);
        Map<String, Buffer> second = zeros(k, parameters);
        try {
            for (int step = 1; step <= golden.config().path("steps").intValue(); step++) {
                Map<String, Buffer> gradients = upload(k, golden, "in/grad." + step + ".");
                List<List<String>> groups = groups(golden, parameters);
                for (int group = 0; group < groups.size(); group++) {
                    List<String> names = groups.get(group);
                    k.adamwStep(
                            pick(parameters, names),
                            pick(gradients, names),
                            new AdamwMoments(pick(first, names), pick(second, names)),
                            settings(golden.config(), group, step));
                }
                Trial.close(List.copyOf(gradients.values()));
                check(k, golden, "out/step." + step + ".", parameters);
                if (!golden.tensorNames("out/step." + step + ".exp_avg.").isEmpty()) {
                    check(k, golden, "out/step." + step + ".exp_avg.", first);
                    check(k, golden, "out/step." + step + ".exp_avg_sq.", second);
                }
            }
        } finally {
            List.of(parameters, first, second).forEach(map -> Trial.close(List.copyOf(map.values())));
        }
    }

    /** Names of the parameters that share their hyper-parameters; all of them if the case has no groups. */
    private static List<List<String>> groups(GoldenCase golden, Map<String, Buffer> parameters) {
        List<List<String>> groups = new ArrayList<>();
        for (JsonNode group : golden.config().path("groups")) {
            groups.add(names(group.path("params")));
        }
        return groups.isEmpty() ? List.of(List.copyOf(parameters.keySet())) : groups;
    }

    private static AdamwHyperparameters settings(JsonNode config, int group, int step) {
        return new AdamwHyperparameters(
                rate(config.path("lr"), group, step),
                config.path("beta1").doubleValue(),
                config.path("beta2").doubleValue(),
                config.path("eps").doubleValue(),
                rate(config.path("weight_decay"), group, step),
                step,
                1);
    }

    /** Reads one number for all steps, or a list per group with one number per step. */
    private static double rate(JsonNode rates, int group, int step) {
        return (rates.isNumber() ? rates : rates.path(group).path(step - 1)).doubleValue();
    }

    private static void check(Kernels k, GoldenCase golden, String prefix, Map<String, Buffer> actual) {
        actual.forEach((name, buffer) -> golden.assertTensor(prefix + name, k.downloadFloats(buffer)));
    }

    private static Map<String, Buffer> upload(Kernels k, GoldenCase golden, String prefix) {
        Map<String, Buffer> buffers = new TreeMap<>();
        for (String tensor : golden.tensorNames(prefix)) {
            buffers.put(
                    tensor.substring(prefix.length()),
                    k.upload(
                            golden.tensor(tensor).floats(),
                            golden.tensor(tensor).shape()));
        }
        return buffers;
    }

    private static Map<String, Buffer> zeros(Kernels k, Map<String, Buffer> like) {
        Map<String, Buffer> buffers = new TreeMap<>();
        like.forEach((name, buffer) -> buffers.put(name, k.full(buffer.shape(), 0)));
        return buffers;
    }

    private static List<Buffer> pick(Map<String, Buffer> buffers, List<String> names) {
        List<Buffer> picked = new ArrayList<>();
        for (String name : names) {
            Buffer buffer = buffers.get(name);
            if (buffer != null) {
                picked.add(buffer);
            }
        }
        assertThat(picked).as("tensors %s", names).hasSameSizeAs(names);
        return picked;
    }

    private static List<String> names(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(name -> names.add(name.asText()));
        return names;
    }
}
