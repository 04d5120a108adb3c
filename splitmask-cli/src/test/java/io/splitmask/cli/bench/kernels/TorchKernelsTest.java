package io.splitmask.cli.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.splitmask.cli.bench.PythonOption;
import io.splitmask.profile.KernelCall;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.AdamwHyperparameters;
import io.splitmask.spi.AdamwMoments;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is timed in PyTorch computes what the reference backend's kernels compute. */
class TorchKernelsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Of the largest number of a result: PyTorch computes in single precision. */
    private static final double TOLERANCE = 1e-5;

    private final Backend backend = Backends.open("reference", BackendConfig.cpu());
    private final Kernels reference = backend.kernels();
    private final RandomStream random = SplittableSeed.of(3).stream();

    private final List<KernelCall> calls = new ArrayList<>();
    private final List<ObjectNode> asked = new ArrayList<>();
    private final List<double[]> expected = new ArrayList<>();

    @AfterEach
    void close() {
        backend.close();
    }

    /** Takes down a call, what it works on and what it computes. */
    private @Nullable Object record(KernelCall call) {
        calls.add(call);
        asked.add(withValues(call));
        Object result = call.on(reference);
        expected.add(numbers(told(call, result)));
        return result;
    }

    /** What a kernel that works in place changes, and no state but the gradients of losses. */
    private static Object told(KernelCall call, @Nullable Object result) {
        if (result instanceof FusedResult fused) {
            return switch (call.kernel()) {
                case "linearCrossEntropy" -> withState(fused, 1); // the accuracy stands first
                case "linearSoftCrossEntropy" -> withState(fused, 0);
                default -> fused.output();
            };
        }
        return result == null ? call.arguments().get(0) : result;
    }

    private static List<Buffer> withState(FusedResult fused, int from) {
        List<Buffer> told = new ArrayList<>(List.of(fused.output()));
        told.addAll(fused.state().subList(from, fused.state().size()));
        return told;
    }

    private ObjectNode withValues(KernelCall call) {
        ObjectNode node = MAPPER.valueToTree(CallSignature.of(call));
        Iterator<Buffer> buffers = KernelCall.buffers(call.arguments()).iterator();
        for (JsonNode operand : node.findParents("dtype")) {
            ((ObjectNode) operand).set("values", MAPPER.valueToTree(numbers(buffers.next())));
        }
        return node;
    }

    private double[] numbers(Object result) {
        return result instanceof Double number
                ? new double[] {number}
                : KernelCall.buffers(result)
                        .flatMapToDouble(buffer -> Arrays.stream(numbersOf(buffer)))
                        .toArray();
    }

    private double[] numbersOf(Buffer buffer) {
        if (buffer.dtype() == DType.INT32) {
            return Arrays.stream(reference.downloadInts(buffer))
                    .asDoubleStream()
                    .toArray();
        }
        float[] values = reference.downloadFloats(buffer);
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    /** Values above 0, of which there is a logarithm too. */
    private Buffer drawn(int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.intSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.1f + (float) random.nextDouble();
        }
        return reference.upload(values, shape);
    }

    private Buffer zeros(int... dims) {
        return reference.full(Shape.of(dims), 0f);
    }

    private Buffer ints(Shape shape, int... values) {
        return reference.upload(values, shape);
    }

    @Test
    void everyKernelComputesWhatTheReferenceDoes() throws Exception {
        String python = System.getProperty("splitmask.python", "python3");
        assumeTrue(
                CommandLine.populateCommand(new PythonOption(), "--python", python)
                        .hasTorch(),
                "needs a Python with PyTorch: -Dsplitmask.python=COMMAND");
        Kernels recorded = KernelCall.watched(this::record);
        List<Consumer<Kernels>> all =
                List.of(this::callLayers, this::callUpdates, this::callRequired, this::callShapes);
        all.forEach(some -> some.accept(recorded));

        Set<String> called = calls.stream().map(KernelCall::kernel).collect(Collectors.toCollection(TreeSet::new));
        assertThat(called).containsExactlyInAnyOrderElementsOf(kernelsOfTheScript());
        JsonNode results =
                new TorchKernels(python, Device.CPU, 1, 1).ask(asked, true).path("results");
        assertThat(results).hasSameSizeAs(expected);
        for (int i = 0; i < calls.size(); i++) {
            double[] result = MAPPER.treeToValue(results.get(i), double[].class);
            double largest = Arrays.stream(expected.get(i)).map(Math::abs).max().orElse(0);
            assertThat(result)
                    .as(calls.get(i).kernel())
                    .containsExactly(expected.get(i), within(TOLERANCE * Math.max(1, largest)));
        }
    }

    /** Its table of kernels has one on each line. */
    private static Set<String> kernelsOfTheScript() throws IOException {
        return Pattern.compile("^    \"(\\w+)\": ", Pattern.MULTILINE)
                .matcher(TorchKernels.script())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void callLayers(Kernels k) {
        Buffer x = drawn(2, 3, 4);
        Buffer g = drawn(2, 3, 4);
        Buffer w = drawn(4);
        Buffer unused = k.linear(x, drawn(5, 4), drawn(5));
        unused = k.gelu(x);
        unused = k.geluBackward(x, g);
        unused = k.softmax(x);
        unused = k.softmaxBackward(reference.softmax(x), g);
        unused = k.logSoftmax(x);
        unused = k.logSoftmaxBackward(reference.logSoftmax(x), g);
        FusedResult norm = k.layerNorm(x, w, drawn(4), 1e-6f);
        List<Buffer> gradients = k.layerNormBackward(x, w, 1e-6f, norm.state(), g);
        Buffer qkv = drawn(2, 3, 12);
        FusedResult attended = k.attention(qkv, 2);
        unused = k.attentionBackward(qkv, 2, attended.output(), attended.state(), g);
        Buffer words = ints(Shape.of(4), 2, 0, 4, 2);
        Buffer pick = ints(Shape.of(4), 1, 0, 1, 1);
        for (boolean withGradients : new boolean[] {true, false}) {
            FusedResult loss = k.linearCrossEntropy(drawn(4, 3), drawn(5, 3), drawn(5), words, withGradients);
            loss = k.linearSoftCrossEntropy(
                    drawn(4, 3), drawn(5, 3), reference.softmax(drawn(2, 5)), pick, withGradients);
        }
    }

    /** With the numbers of the script, which do not change how long it takes. */
    private void callUpdates(Kernels k) {
        k.addInPlace(drawn(2, 3), drawn(2, 3));
        k.multiplyInPlace(drawn(2, 3), 1f);
        double unused = k.sumOfSquares(List.of(drawn(2, 3), drawn(4)));
        k.adamwStep(
                List.of(drawn(2, 3), drawn(4)),
                List.of(drawn(2, 3), drawn(4)),
                new AdamwMoments(List.of(zeros(2, 3), zeros(4)), List.of(zeros(2, 3), zeros(4))),
                new AdamwHyperparameters(1e-3, 0.9, 0.999, 1e-8, 0.01, 1, 1));
        k.ema(List.of(drawn(2, 3), drawn(4)), List.of(drawn(2, 3), drawn(4)), 0.99);
        k.assign(drawn(2, 3), drawn(2, 3));
    }

    private void callRequired(Kernels k) {
        Buffer a = drawn(2, 3);
        Buffer b = drawn(3);
        Buffer unused = k.add(a, b);
        unused = k.add(a, 2f);
        unused = k.subtract(a, b);
        unused = k.multiply(a, b);
        unused = k.multiply(a, 2f);
        unused = k.divide(a, b);
        unused = k.exp(a);
        unused = k.log(a);
        unused = k.sqrt(a);
        unused = k.tanh(a);
        unused = k.erf(a);
        unused = k.greater(a, b);
        unused = k.equal(a, a);
        unused = k.select(reference.greater(a, b), a, b);
        unused = k.sum(a, new int[] {0}, true);
        unused = k.max(a, new int[] {1}, false);
        unused = k.argMax(a);
        for (boolean transposeA : new boolean[] {false, true}) {
            for (boolean transposeB : new boolean[] {false, true}) {
                unused = k.matmul(
                        transposeA ? drawn(2, 4, 3) : drawn(2, 3, 4),
                        transposeB ? drawn(2, 5, 4) : drawn(2, 4, 5),
                        new MatmulSpec(transposeA, transposeB));
            }
        }
    }

    private void callShapes(Kernels k) {
        Buffer x = drawn(2, 3, 4);
        Buffer unused = k.gatherRows(x, ints(Shape.of(2, 2), 2, 0, 1, 1));
        unused = k.scatterAddRows(x, ints(Shape.of(2, 3), 4, 0, 4, 1, 2, 3), 5);
        unused = k.permute(x, new int[] {2, 0, 1});
        unused = k.slice(x, 1, 1, 3);
        unused = k.concat(List.of(x, drawn(2, 1, 4)), 1);
        unused = k.broadcastTo(drawn(3, 1), Shape.of(2, 3, 4));
        unused = k.reshape(x, Shape.of(6, 4));
        unused = k.full(Shape.of(2, 3), 1f);
    }
}
