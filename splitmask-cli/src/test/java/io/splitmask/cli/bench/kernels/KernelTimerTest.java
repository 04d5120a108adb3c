package io.splitmask.cli.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.profile.KernelCall;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls of an engine that overrides all fused kernels with states of its own. */
class KernelTimerTest {
    private static final Backend BACKEND = Backends.open("djl", BackendConfig.cpu());
    private static final Kernels OWN = BACKEND.kernels();
    private static final RandomStream RANDOM = SplittableSeed.of(0).stream();

    private static final Buffer X = normal(2, 3, 4);
    private static final Buffer SUM = normal(2, 3, 4);
    private static final Buffer W = normal(4);
    private static final Buffer QKV = normal(2, 3, 12);
    private static final Buffer HEAD = normal(5, 4);
    private static final Buffer BIAS = normal(5);
    private static final Buffer ROWS = normal(6, 4);
    private static final Buffer WORDS = OWN.upload(new int[] {0, 4, 1, 2, 2, 3}, Shape.of(6));
    private static final Buffer TARGETS = normal(2, 5);
    private static final Buffer PICK = OWN.upload(new int[] {0, 1, 1, 0, 0, 1}, Shape.of(6));
    private static final Buffer INDEX = OWN.upload(new int[] {2, 0, 1, 1}, Shape.of(2, 2));
    private static final FusedResult NORM = OWN.layerNorm(X, W, W, 1e-6f);
    private static final FusedResult ATTENDED = OWN.attention(QKV, 2);

    private static Buffer normal(int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.intSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) RANDOM.nextGaussian();
        }
        return OWN.upload(values, shape);
    }

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    /** Catches what a task calls. */
    private static KernelCall call(Function<Kernels, Object> task) {
        List<KernelCall> calls = new ArrayList<>();
        Object unused = task.apply(KernelCall.watched(call -> {
            calls.add(call);
            return call.on(OWN);
        }));
        return calls.get(0);
    }

    private static Buffer sum(Kernels k) {
        k.addInPlace(SUM, X);
        return SUM;
    }

    static Stream<Arguments> calls() {
        int x = 4 * 24;
        return Stream.of(
                argumentSet("layerNorm", call(k -> k.layerNorm(X, W, W, 1e-6f)), 0, 2 * x + 2 * 16 + 2 * 24),
                argumentSet(
                        "layerNormBackward",
                        call(k -> k.layerNormBackward(X, W, 1e-6f, NORM.state(), X)),
                        0,
                        3 * x + 16 + 2 * 24 + 2 * 16),
                argumentSet("attention", call(k -> k.attention(QKV, 2)), 2 * 2 * 2 * 3 * 3 * 4, -1),
                argumentSet(
                        "attentionBackward",
                        call(k -> k.attentionBackward(QKV, 2, ATTENDED.output(), ATTENDED.state(), X)),
                        4 * 2 * 2 * 3 * 3 * 4,
                        -1),
                argumentSet(
                        "linearCrossEntropy",
                        call(k -> k.linearCrossEntropy(ROWS, HEAD, BIAS, WORDS, true)),
                        3 * 2 * 6 * 4 * 5,
                        2 * (x + 4 * 20 + 4 * 5) + 4 * 6 + 2 * 4),
                argumentSet(
                        "linearSoftCrossEntropy",
                        call(k -> k.linearSoftCrossEntropy(ROWS, HEAD, TARGETS, PICK, true)),
                        3 * 2 * 6 * 4 * 5,
                        2 * (x + 4 * 20) + 4 * 10 + 4 * 6 + 4),
                argumentSet("linear", call(k -> k.linear(X, HEAD, BIAS)), 2 * 6 * 4 * 5, x + 80 + 20 + 4 * 30),
                argumentSet("matmul", call(k -> k.matmul(ROWS, ROWS, MatmulSpec.TN)), 2 * 4 * 4 * 6, 2 * x + 64),
                argumentSet("gelu", call(k -> k.gelu(X)), 0, 2 * x),
                argumentSet("addInPlace", call(KernelTimerTest::sum), 0, 3 * x),
                argumentSet("gatherRows", call(k -> k.gatherRows(X, INDEX)), 0, 2 * 4 * 16),
                argumentSet("reshape", call(k -> k.reshape(X, Shape.of(24))), 0, 0));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void timesBothFormsCountsTheWorkAndFreesEverything(KernelCall call, long flops, long bytes) {
        long before = BACKEND.memory().liveBuffers();
        KernelTiming timing = new KernelTimer(BACKEND, 1).time(call);
        assertThat(BACKEND.memory().liveBuffers()).isEqualTo(before);
        assertThat(timing.seconds()).isPositive();
        assertThat(timing.inherited()).isFalse();
        assertThat(timing.composedSeconds() == null).isNotEqualTo(call.method().isDefault());
        assertThat(timing.work().flops()).isEqualTo(flops);
        if (bytes >= 0) {
            assertThat(timing.work().bytes()).isEqualTo(bytes); // the size of attention's state is the engine's affair
        }
    }

    /** So the composed form gets a state that it understands. */
    @ParameterizedTest
    @MethodSource("calls")
    void bothFormsGiveTheSame(KernelCall call) {
        Kernels composed = ComposedKernels.of(OWN);
        List<Buffer> state = new ArrayList<>();
        Buffer own = KernelCall.buffers(call.on(OWN)).findFirst().orElse(X);
        KernelCall other = ComposedKernels.withState(call, composed, state);
        Buffer result = KernelCall.buffers(other.on(composed)).findFirst().orElse(X);
        float[] expected = OWN.downloadFloats(own);
        float[] got = OWN.downloadFloats(result);
        assertThat(got).hasSameSizeAs(expected);
        for (int i = 0; i < got.length; i++) {
            assertThat(got[i]).isCloseTo(expected[i], within(1e-4f));
        }
    }
}
