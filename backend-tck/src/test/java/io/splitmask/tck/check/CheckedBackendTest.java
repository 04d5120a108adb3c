package io.splitmask.tck.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tck.WrongBackend;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckedBackendTest {
    private static final Shape SHAPE = Shape.of(2, 3);

    private final CheckedBackend backend = checked(UnaryOperator.identity());
    private final Kernels k = backend.kernels();

    /** A call that must be refused. */
    private interface Call {
        Object run(Kernels k, Buffer x, Buffer ints);
    }

    static Stream<Arguments> misuses() {
        return Stream.of(
                misuse(
                        "add",
                        "shapes that broadcast, got [2, 3] and [2]",
                        (k, x, i) -> k.add(x, k.full(Shape.of(2), 1))),
                misuse("exp", "dtype FLOAT32, got INT32", (k, x, i) -> k.exp(i)),
                misuse("downloadInts", "dtype INT32, got FLOAT32", (k, x, i) -> k.downloadInts(x)),
                misuse("upload", "as many elements as [5], got [2, 3]", (k, x, i) -> k.upload(new float[5], SHAPE)),
                misuse("reshape", "as many elements as [2, 3]", (k, x, i) -> k.reshape(x, Shape.of(7))),
                misuse("permute", "each axis once", (k, x, i) -> k.permute(x, new int[] {0, 0})),
                misuse("slice", "start <= stop <= 3, got 2..4", (k, x, i) -> k.slice(x, 1, 2, 4)),
                misuse("concat", "equal axes but 0", (k, x, i) -> k.concat(List.of(x, k.full(Shape.of(2, 4), 1)), 0)),
                misuse("concat", "at least one part", (k, x, i) -> k.concat(List.of(), 0)),
                misuse("sum", "ascending axes", (k, x, i) -> k.sum(x, new int[] {1, 0}, false)),
                misuse("sum", "an axis of [2, 3], from 0, got -1", (k, x, i) -> k.sum(x, new int[] {-1}, false)),
                misuse("matmul", "equal inner sizes", (k, x, i) -> k.matmul(x, x, MatmulSpec.NN)),
                misuse("assign", "dtype FLOAT32, got INT32", (k, x, i) -> changed(x, () -> k.assign(x, i))),
                misuse(
                        "addInPlace",
                        "equal shapes",
                        (k, x, i) -> changed(x, () -> k.addInPlace(x, k.full(Shape.of(3), 1)))),
                misuse("gatherRows", "[B, T, D] and [B, K]", (k, x, i) -> k.gatherRows(x, i)),
                misuse(
                        "gatherRows",
                        "indices in 0..0, got 1 at position 1 of [1, 2]",
                        (k, x, i) -> k.gatherRows(k.full(Shape.of(1, 1, 3), 1), i)),
                misuse(
                        "scatterAddRows",
                        "indices in 0..0, got 1",
                        (k, x, i) -> k.scatterAddRows(k.full(Shape.of(1, 2, 3), 1), i, 1)),
                misuse(
                        "linearCrossEntropy",
                        "indices in 0..1, got -1 at position 0 of [2]",
                        (k, x, i) -> k.linearCrossEntropy(
                                        x, x, k.full(Shape.of(2), 1), k.upload(new int[] {-1, 0}, Shape.of(2)), false)
                                .output()),
                misuse(
                        "linearSoftCrossEntropy",
                        "indices in 0..1, got 2 at position 1 of [2]",
                        (k, x, i) -> k.linearSoftCrossEntropy(
                                        x, x, k.full(Shape.of(2, 2), 1), k.upload(new int[] {0, 2}, Shape.of(2)), false)
                                .output()),
                misuse("linear", "bias [2]", (k, x, i) -> k.linear(x, x, k.full(Shape.of(3), 1))),
                misuse("permute", "each axis once, got [5, 0]", (k, x, i) -> k.permute(x, new int[] {5, 0})),
                misuse(
                        "attention",
                        "one head or more, got 0",
                        (k, x, i) -> k.attention(k.full(Shape.of(1, 2, 9), 1), 0)),
                misuse(
                        "linearCrossEntropy",
                        "[..., I] and [O, I], got [2, 3] and []",
                        (k, x, i) -> k.linearCrossEntropy(
                                x, k.full(Shape.of(), 1), x, k.upload(new int[] {1, 0}, Shape.of(2)), false)),
                misuse("attention", "divisible by 2", (k, x, i) -> k.attention(k.full(Shape.of(1, 2, 9), 1), 2)),
                misuse(
                        "ema",
                        "lists of equal length",
                        (k, x, i) -> changed(x, () -> k.ema(List.of(x), List.of(), 0.5))));
    }

    private static Buffer changed(Buffer x, Runnable change) {
        change.run();
        return x;
    }

    private static Arguments misuse(String kernel, String advice, Call call) {
        return argumentSet(kernel + ": " + advice, kernel, advice, call);
    }

    @ParameterizedTest
    @MethodSource("misuses")
    void refusesArgumentsThatDoNotFit(String kernel, String advice, Call call) {
        Buffer x = k.full(SHAPE, 1);
        Buffer ints = k.upload(new int[] {0, 1}, Shape.of(1, 2));
        assertRefused(() -> call.run(k, x, ints), kernel + ": expected", advice);
    }

    @Test
    void seesDoubleFree() {
        Buffer x = k.full(SHAPE, 1);
        x.close();
        assertOffence(x::close, "closed twice", "FLOAT32 [2, 3] from full at", "CheckedBackendTest");
    }

    @Test
    void seesUseAfterClose() {
        Buffer x = k.full(SHAPE, 1);
        x.close();
        assertRefused(() -> k.exp(x), "exp: used after close: FLOAT32 [2, 3] from full");
    }

    @Test
    void seesBuffersOfAnotherBackend() {
        Buffer foreign = checked(UnaryOperator.identity()).kernels().full(SHAPE, 1);
        assertRefused(() -> k.exp(foreign), "exp: expected a buffer of this backend, got one of another");
    }

    @Test
    void seesLeaksWithTheirPlace() {
        Buffer first = k.full(SHAPE, 1);
        Buffer second = k.exp(first);
        assertThat(backend.openBuffers()).isEqualTo(2);
        first.close();
        assertOffence(
                backend::assertNoLeaks, "got 1 open", "1 x FLOAT32 [2, 3] from exp at", "seesLeaksWithTheirPlace");
        assertOffence(backend::close, "got 1 open");
        second.close();
        assertThatCode(backend::assertNoLeaks).doesNotThrowAnyException();
    }

    @Test
    void seesStateThatIsNotClosed() {
        try (Buffer x = k.full(SHAPE, 1);
                Buffer w = k.full(Shape.of(3), 1)) {
            FusedResult y = k.layerNorm(x, w, w, 1e-6f);
            y.output().close();
            assertThat(backend.openBuffers()).isEqualTo(2 + y.state().size());
            y.state().forEach(Buffer::close);
        }
        backend.assertNoLeaks();
    }

    @Test
    void seesTwoThreadsAtOnce() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Kernels slow = checked(kernels -> new RequiredForwarding(kernels) {
                    @Override
                    public Buffer exp(Buffer x) {
                        inside.countDown();
                        await(release);
                        return super.exp(x);
                    }
                })
                .kernels();
        Buffer x = slow.full(SHAPE, 1);
        Thread other = new Thread(() -> slow.exp(x).close(), "other");
        other.start();
        inside.await();
        assertRefused(() -> slow.log(x), "log in thread", "while exp runs in thread 'other'");
        release.countDown();
        other.join();
        assertThatCode(() -> slow.log(x).close()).doesNotThrowAnyException();
    }

    @Test
    void seesResultsOfTheWrongShape() {
        Kernels wrong = checked(kernels -> new RequiredForwarding(kernels) {
                    @Override
                    public Buffer sum(Buffer x, int[] axes, boolean keepAxes) {
                        return super.sum(x, axes, true);
                    }
                })
                .kernels();
        Buffer x = wrong.full(SHAPE, 1);
        assertRefused(() -> wrong.sum(x, new int[] {1}, false), "sum: expected result FLOAT32 [2], got FLOAT32 [2, 1]");
    }

    @Test
    void seesResultsOfTheWrongDtype() {
        Kernels wrong = checked(kernels -> new RequiredForwarding(kernels) {
                    @Override
                    public Buffer argMax(Buffer x) {
                        return super.cast(super.argMax(x), DType.FLOAT32);
                    }
                })
                .kernels();
        Buffer x = wrong.full(SHAPE, 1);
        assertRefused(() -> wrong.argMax(x), "argMax: expected result INT32 [2], got FLOAT32 [2]");
    }

    @Test
    void seesReturnedArguments() {
        Kernels wrong = checked(kernels -> new RequiredForwarding(kernels) {
                    @Override
                    public Buffer multiply(Buffer x, float value) {
                        return x;
                    }
                })
                .kernels();
        Buffer x = wrong.full(SHAPE, 1);
        assertRefused(() -> wrong.multiply(x, 1), "multiply: returned one of its arguments");
    }

    @Test
    void runsTheBackendsOwnFusedKernels() {
        Kernels fused = checked(kernels -> new RequiredForwarding(kernels) {
                    @Override
                    public Buffer gelu(Buffer x) {
                        return full(x.shape(), 42);
                    }
                })
                .kernels();
        try (Buffer x = fused.full(SHAPE, 1);
                Buffer y = fused.gelu(x)) {
            assertThat(fused.downloadFloats(y)).containsOnly(42);
        }
    }

    private static void assertRefused(Callable<?> call, String... advice) {
        assertOffence(call::call, advice);
    }

    private static void assertOffence(ThrowingCallable call, String... advice) {
        assertThatThrownBy(call).isInstanceOf(CheckFailedError.class).hasMessageContainingAll(advice);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A checked reference backend with some kernels replaced. */
    private static CheckedBackend checked(UnaryOperator<Kernels> change) {
        return new CheckedBackend(new WrongBackend(change).open(BackendConfig.cpu()));
    }
}
