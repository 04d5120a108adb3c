package io.splitmask.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.jni.JniUtils;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DjlBackendTest {
    private static OpenBackend open;
    private static Backend backend;

    @BeforeAll
    static void openBackend() {
        open = new OpenBackend();
        backend = open.backend();
    }

    @AfterAll
    static void closeBackend() {
        open.close();
    }

    @Test
    void describesEngineDeviceAndThreads() {
        assertThat(backend.name()).isEqualTo("djl");
        assertThat(backend.device()).isEqualTo(Device.CPU);
        assertThat(backend.description()).matches("PyTorch 2\\.7\\.1 \\(DJL 0\\.35\\.1\\) on cpu, 1 thread");
    }

    @Test
    void callUsesOneThreadAndNestedCallsRunAtOnce() throws Exception {
        Thread first = backend.call(Thread::currentThread);
        assertThat(first).isNotSameAs(Thread.currentThread());
        assertThat(backend.call(() -> backend.call(Thread::currentThread))).isSameAs(first);
    }

    @Test
    void callThrowsWhatTheTaskThrows() {
        IOException checked = new IOException("from the task");
        assertThatThrownBy(() -> backend.call(() -> {
                    throw checked;
                }))
                .isSameAs(checked);
        AssertionError error = new AssertionError("from the task");
        assertThatThrownBy(() -> backend.call(() -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void interruptingTheCallerInterruptsTheTask() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        FutureTask<Boolean> caller = new FutureTask<>(() -> {
            try {
                return backend.call(() -> {
                    started.countDown();
                    new CountDownLatch(1).await();
                    return false;
                });
            } catch (InterruptedException e) {
                return Thread.currentThread().isInterrupted();
            }
        });
        Thread thread = new Thread(caller);
        thread.start();
        started.await();
        thread.interrupt();
        assertThat(caller.get()).isTrue();
        assertThat(backend.call(Thread::interrupted)).isFalse();
    }

    @Test
    void eachBackendComputesWithItsOwnNumberOfThreads() throws Exception {
        try (Backend other = new DjlBackendProvider().open(new BackendConfig(Device.CPU, 2))) {
            assertThat(other.description()).endsWith("2 threads");
            assertThat(other.call(JniUtils::getNumThreads)).isEqualTo(2);
            assertThat(backend.call(JniUtils::getNumThreads)).isEqualTo(1);
            assertThat(other.call(JniUtils::getNumThreads)).isEqualTo(2);
        }
    }

    @Test
    void kernelsUseTheirBackendsNumberOfThreadsWhereverTheyRun() throws Exception {
        try (Backend other = new DjlBackendProvider().open(new BackendConfig(Device.CPU, 2))) {
            assertThat(threadsAfterAKernelOf(other)).isEqualTo(2);
            assertThat(threadsAfterAKernelOf(backend)).isEqualTo(1);
            int nested = backend.call(() -> {
                int ofOther = other.call(() -> threadsAfterAKernelOf(other));
                return 10 * ofOther + threadsAfterAKernelOf(backend);
            });
            assertThat(nested).as("2 in the inner call, 1 after it").isEqualTo(21);
        }
    }

    private static int threadsAfterAKernelOf(Backend any) {
        any.kernels().full(Shape.of(), 1f).close();
        return JniUtils.getNumThreads();
    }

    @Test
    void interruptingACallerThatWaitsForItsTurnLeavesTheRunningTaskAlone() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        FutureTask<Boolean> running = new FutureTask<>(() -> backend.call(() -> {
            started.countDown();
            release.await();
            return Thread.currentThread().isInterrupted();
        }));
        FutureTask<Boolean> waiting = new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            return backend.call(Thread::interrupted);
        });
        new Thread(running).start();
        started.await();
        Thread second = new Thread(waiting);
        second.start();
        while (second.isInterrupted() || second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        release.countDown();
        assertThat(running.get()).isFalse();
        assertThat(waiting.get()).isTrue();
        assertThat(backend.call(Thread::interrupted)).isFalse();
    }

    @Test
    void severalThreadsMayUseTheKernels() throws Exception {
        List<FutureTask<float[]>> tasks = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            float value = n;
            tasks.add(new FutureTask<>(() -> sumOfThousandSteps(backend.kernels(), value)));
        }
        tasks.forEach(task -> new Thread(task).start());
        for (int n = 0; n < 4; n++) {
            assertThat(tasks.get(n).get()).containsExactly(1000f * n, 2000f * n);
        }
    }

    private static float[] sumOfThousandSteps(Kernels k, float value) {
        try (Buffer total = k.full(Shape.of(2), 0f);
                Buffer step = k.upload(new float[] {value, 2 * value}, Shape.of(2))) {
            for (int i = 0; i < 1000; i++) {
                k.addInPlace(total, step);
            }
            return k.downloadFloats(total);
        }
    }

    @Test
    void engineErrorsNameTheKernelAndTheShapesInOneLine() {
        long before = open.liveBuffers();
        try (Buffer a = backend.kernels().full(Shape.of(2, 3), 1f);
                Buffer b = backend.kernels().full(Shape.of(4, 5), 1f)) {
            assertThatThrownBy(() -> backend.kernels().matmul(a, b, MatmulSpec.NN))
                    .isInstanceOf(BackendException.class)
                    .hasMessageStartingWith("matmul: mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)")
                    .hasMessageEndingWith("; given FLOAT32 [2, 3], FLOAT32 [4, 5]")
                    .hasMessageNotContaining("\n");
        }
        assertThat(open.liveBuffers()).isEqualTo(before);
    }

    @Test
    void closedBuffersAreRefused() {
        Buffer x = backend.kernels().full(Shape.of(2, 3), 1f);
        x.close();
        assertThatThrownBy(() -> backend.kernels().exp(x))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("buffer FLOAT32 [2, 3] is closed");
        assertThatThrownBy(x::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("buffer FLOAT32 [2, 3] is closed twice");
    }

    @Test
    void buffersOfAnotherBackendAreRefused() {
        Buffer foreign = new Buffer() {
            @Override
            public Shape shape() {
                return Shape.of(7);
            }

            @Override
            public DType dtype() {
                return DType.FLOAT32;
            }

            @Override
            public void close() {}
        };
        assertThatThrownBy(() -> backend.kernels().exp(foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("expected a buffer of backend 'djl'", "[7]");
    }

    @Test
    void aClosedBackendSaysSo() {
        Backend other = new DjlBackendProvider().open(BackendConfig.cpu());
        Buffer x = other.kernels().full(Shape.of(), 1f);
        other.close();
        other.close();
        assertThatThrownBy(() -> other.kernels().exp(x))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("backend 'djl' is closed");
        x.close();
        assertThat(other.memory().liveBuffers()).isZero();
    }
}
