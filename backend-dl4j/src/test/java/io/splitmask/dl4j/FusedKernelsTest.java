package io.splitmask.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.spi.AdamwHyperparameters;
import io.splitmask.spi.AdamwMoments;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MemoryStatistics;
import io.splitmask.tck.check.RequiredForwarding;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every overridden fused kernel against the same kernel composed of required ones. */
class FusedKernelsTest {
    private static Backend backend;
    private static Kernels k;
    private static Kernels composed;

    private final List<Buffer> open = new ArrayList<>();
    private MemoryStatistics before;

    @BeforeAll
    static void openBackend() {
        backend = new Dl4jBackendProvider().open(new BackendConfig(Device.CPU, 2));
        k = backend.kernels();
        composed = new RequiredForwarding(k);
    }

    @AfterAll
    static void closeBackend() {
        backend.close();
    }

    @BeforeEach
    void rememberMemory() {
        before = backend.memory();
    }

    @AfterEach
    void memoryReturnsToWhatItWas() {
        open.forEach(Buffer::close);
        assertThat(backend.memory().liveBuffers()).isEqualTo(before.liveBuffers());
        assertThat(backend.memory().liveBytes()).isEqualTo(before.liveBytes());
    }

    private Buffer own(Buffer buffer) {
        open.add(buffer);
        return buffer;
    }

    private FusedResult own(FusedResult result) {
        open.add(result.output());
        open.addAll(result.state());
        return result;
    }

    private List<Buffer> own(List<Buffer> buffers) {
        open.addAll(buffers);
        return buffers;
    }

    private Buffer normal(long seed, int... dims) {
        return own(Values.normal(k, seed, dims));
    }

    private void assertSame(String what, double tolerance, Function<Kernels, Buffer> kernel) {
        Values.assertClose(what, k, own(kernel.apply(k)), own(kernel.apply(composed)), tolerance);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "3,7,13,5", "2,197,64,96", "1,1,384,1", "0,4,3,2", "2,3,0,4", "2,33,5,3001"})
    void linear(int B, int T, int I, int O) {
        Buffer x = normal(1, B, T, I);
        Buffer w = normal(2, O, I);
        Buffer b = normal(3, O);
        assertSame("linear", 2e-6 * Math.sqrt(I + 1), kernels -> kernels.linear(x, w, b));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,7", "0,5", "13,1000", "33,2049", "5,0"})
    void gelu(int rows, int width) {
        Buffer x = own(k.multiply(normal(1, rows, width), 3f));
        Buffer gradient = normal(2, rows, width);
        assertSame("gelu", 1e-6, kernels -> kernels.gelu(x));
        assertSame("geluBackward", 2e-6, kernels -> kernels.geluBackward(x, gradient));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,7", "0,5", "197,197", "5,2047", "3,2049", "2,8192", "7,0"})
    void softmax(int rows, int width) {
        Buffer x = own(k.multiply(normal(1, 1, rows, width), 10f));
        Buffer gradient = normal(2, 1, rows, width);
        if (width > 0) {
            Buffer y = own(k.softmax(x));
            Buffer logY = own(k.logSoftmax(x));
            assertSame("softmax", 2e-6, kernels -> kernels.softmax(x));
            assertSame("logSoftmax", 2e-6, kernels -> kernels.logSoftmax(x));
            assertSame("softmaxBackward", 2e-6, kernels -> kernels.softmaxBackward(y, gradient));
            assertSame("logSoftmaxBackward", 1e-5, kernels -> kernels.logSoftmaxBackward(logY, gradient));
        } else {
            assertThat(own(k.softmax(x)).shape()).isEqualTo(x.shape());
            assertThat(own(k.logSoftmax(x)).shape()).isEqualTo(x.shape());
        }
    }

    @Test
    void softmaxWithstandsLargeOffsetsAndMinusInfinity() {
        Buffer x = own(k.upload(new float[] {1e4f, 1e4f, Float.NEGATIVE_INFINITY, -1e30f, 0f, 1e30f}, Shape.of(2, 3)));
        assertThat(k.downloadFloats(own(k.softmax(x)))).containsExactly(0.5f, 0.5f, 0f, 0f, 0f, 1f);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "3,7", "0,5", "197,384", "1000,96", "5,2049", "4300,3"})
    void layerNorm(int rows, int width) {
        Buffer x = own(k.add(normal(1, rows, width), 3f));
        Buffer w = normal(2, width);
        Buffer b = normal(3, width);
        Buffer gradient = normal(4, rows, width);
        FusedResult fused = own(k.layerNorm(x, w, b, 1e-6f));
        FusedResult expected = own(composed.layerNorm(x, w, b, 1e-6f));
        Values.assertClose("layerNorm", k, fused.output(), expected.output(), 2e-5);
        List<Buffer> gradients = own(k.layerNormBackward(x, w, 1e-6f, fused.state(), gradient));
        List<Buffer> expectedGradients = own(composed.layerNormBackward(x, w, 1e-6f, expected.state(), gradient));
        for (int i = 0; i < 3; i++) {
            Values.assertClose("gradient " + i, k, gradients.get(i), expectedGradients.get(i), 3e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "2,7,3,5", "3,99,2,64", "1,197,6,8", "0,4,2,3", "2,64,3,32", "1,2100,1,2"})
    void attention(int B, int T, int heads, int headWidth) {
        int D = heads * headWidth;
        Buffer qkv = normal(1, B, T, 3 * D);
        Buffer gradient = normal(2, B, T, D);
        FusedResult fused = own(k.attention(qkv, heads));
        FusedResult expected = own(composed.attention(qkv, heads));
        Values.assertClose("attention", k, fused.output(), expected.output(), 5e-6);
        Buffer dQkv = own(k.attentionBackward(qkv, heads, fused.output(), fused.state(), gradient));
        Buffer expectedQkv = own(composed.attentionBackward(qkv, heads, expected.output(), expected.state(), gradient));
        Values.assertClose("attentionBackward", k, dQkv, expectedQkv, 2e-5);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "7,5,13", "513,8,100", "1100,33,2050", "512,1,3"})
    void linearCrossEntropy(int R, int D, int V) {
        Buffer x = normal(1, R, D);
        Buffer w = normal(2, V, D);
        Buffer b = normal(3, V);
        Buffer target = own(k.upload(Values.indices(R, V, 4), Shape.of(R)));
        FusedResult fused = own(k.linearCrossEntropy(x, w, b, target, true));
        FusedResult expected = own(composed.linearCrossEntropy(x, w, b, target, true));
        Values.assertClose("loss", k, fused.output(), expected.output(), 3e-6);
        Values.assertClose("accuracy", k, fused.state().get(0), expected.state().get(0), 0);
        for (int i = 1; i < 4; i++) {
            Values.assertClose(
                    "gradient " + i, k, fused.state().get(i), expected.state().get(i), 2e-6);
        }
        FusedResult lossOnly = own(k.linearCrossEntropy(x, w, b, target, false));
        assertThat(lossOnly.state()).hasSize(1);
        Values.assertClose("loss alone", k, lossOnly.output(), fused.output(), 0);
        Values.assertClose(
                "accuracy alone", k, lossOnly.state().get(0), fused.state().get(0), 0);
    }

    /** The sum of a row is near the largest number, and one row of a hundred thousand has a small share in the mean. */
    @Test
    void gradientsOfLargeScoresOverManyRowsKeepTheirDigits() {
        int R = 100_000;
        Buffer x = own(k.full(Shape.of(R, 1), 84f));
        Buffer w = own(k.full(Shape.of(2, 1), 1f));
        Buffer b = own(k.full(Shape.of(2), 0f));
        Buffer target = own(k.upload(new int[R], Shape.of(R)));
        FusedResult fused = own(k.linearCrossEntropy(x, w, b, target, true));
        float[] dw = k.downloadFloats(fused.state().get(2));
        assertThat(dw[1]).isCloseTo(42f, within(1e-3f));
        assertThat(dw[0]).isCloseTo(-42f, within(1e-3f));
        assertThat(k.downloadFloats(fused.output())[0]).isCloseTo((float) Math.log(2), within(1e-5f));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2049", "70001"})
    void inPlaceUpdates(int size) {
        Buffer x = normal(1, size);
        Buffer fused = normal(2, size);
        Buffer expected = normal(2, size);
        k.addInPlace(fused, x);
        composed.addInPlace(expected, x);
        k.multiplyInPlace(fused, 0.7f);
        composed.multiplyInPlace(expected, 0.7f);
        k.ema(List.of(fused), List.of(x), 0.9);
        composed.ema(List.of(expected), List.of(x), 0.9);
        Values.assertClose("updated", k, fused, expected, 1e-6);
        assertThat(k.sumOfSquares(List.of(fused, x)))
                .isCloseTo(composed.sumOfSquares(List.of(expected, x)), within(1e-5 * (1 + size)));
    }

    @Test
    void sumOfSquaresOfNothingIsZero() {
        assertThat(k.sumOfSquares(List.of())).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2049", "70001"})
    void adamwStep(int size) {
        List<List<Buffer>> sides = new ArrayList<>();
        for (Kernels kernels : List.of(k, composed)) {
            List<Buffer> p = List.of(normal(1, size), normal(2, 3));
            List<Buffer> g = List.of(normal(3, size), normal(4, 3));
            List<Buffer> m = List.of(own(k.full(Shape.of(size), 0f)), own(k.full(Shape.of(3), 0f)));
            List<Buffer> v = List.of(own(k.full(Shape.of(size), 0f)), own(k.full(Shape.of(3), 0f)));
            for (long step = 1; step <= 3; step++) {
                kernels.adamwStep(
                        p, g, new AdamwMoments(m, v), new AdamwHyperparameters(1e-2, 0.9, 0.95, 1e-8, 0.05, step, 0.5));
            }
            sides.add(List.of(p.get(0), p.get(1), m.get(0), v.get(0), g.get(0)));
        }
        for (int i = 0; i < 5; i++) {
            Values.assertClose(
                    "entry " + i, k, sides.get(0).get(i), sides.get(1).get(i), 1e-6);
        }
    }

    @Test
    void numberOfThreadsDoesNotChangeSums() {
        List<float[]> two = sums(k);
        try (Backend single = new Dl4jBackendProvider().open(new BackendConfig(Device.CPU, 1))) {
            List<float[]> one = sums(single.kernels());
            for (int i = 0; i < one.size(); i++) {
                assertThat(two.get(i)).as("result %s", i).isEqualTo(one.get(i));
            }
        }
    }

    private static List<float[]> sums(Kernels kernels) {
        List<Buffer> made = new ArrayList<>();
        Buffer x = Values.normal(kernels, 1, 1700, 96);
        Buffer w = kernels.full(Shape.of(96), 1.5f);
        FusedResult y = kernels.layerNorm(x, w, w, 1e-6f);
        made.addAll(kernels.layerNormBackward(x, w, 1e-6f, y.state(), x));
        made.add(kernels.sum(x, new int[] {0}, false));
        made.add(kernels.sum(x, new int[] {0, 1}, false));
        made.add(y.output());
        List<float[]> values = made.stream().map(kernels::downloadFloats).toList();
        made.addAll(List.of(x, w));
        made.addAll(y.state());
        made.forEach(Buffer::close);
        return values;
    }
}
