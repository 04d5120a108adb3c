package io.splitmask.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MemoryStatistics;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Who owns what: results are new, arguments stay as they are, and closing frees. */
abstract class MemorySuite extends Suite {
    private static final int ROUNDS = 20;

    MemorySuite(Supplier<Bench> bench) {
        super(bench);
    }

    @Test
    void K120_everyKernelFreesWhatItMade() {
        Backend backend = bench().backend();
        bench().each(KernelTable.all(bench().samples()), trial -> {
            long before = backend.memory().liveBuffers();
            List<Buffer> inputs = upload(backend.kernels(), trial);
            List<Buffer> results = trial.computation().run(backend.kernels(), inputs);
            long made = backend.memory().liveBuffers() - before - inputs.size();
            if (made != results.size()) {
                throw bench().failure(
                                trial,
                                "expected " + results.size() + " live buffers more than before the kernel, got " + made
                                        + (made > results.size()
                                                ? "; a temporary was not closed"
                                                : "; an argument or a result was closed, or an argument was returned"));
            }
            Trial.close(results);
            Trial.close(inputs);
            long left = backend.memory().liveBuffers() - before;
            if (left != 0) {
                throw bench().failure(trial, "expected 0 live buffers after closing all, got " + left);
            }
        });
    }

    @Test
    void K121_everyKernelLeavesItsArgumentsAlone() {
        Kernels k = bench().backend().kernels();
        bench().each(KernelTable.all(bench().samples()), trial -> {
            List<Buffer> inputs = upload(k, trial);
            Trial.close(trial.computation().run(k, inputs));
            List<Sample> after = download(k, inputs);
            Trial.close(inputs);
            for (int i = 0; i < after.size(); i++) {
                if (!after.get(i).sameBits(trial.inputs().get(i))) {
                    throw bench().failure(
                                    trial, "expected arguments left as they were, but argument " + i + " changed");
                }
            }
        });
    }

    @Test
    void K122_noKernelReturnsAnArgument() {
        Kernels k = bench().backend().kernels();
        bench().each(KernelTable.all(bench().samples()), trial -> {
            List<Buffer> inputs = upload(k, trial);
            List<Buffer> results = trial.computation().run(k, inputs);
            boolean returned =
                    results.stream().anyMatch(result -> inputs.stream().anyMatch(x -> x == result));
            if (!returned) {
                Trial.close(results);
            }
            Trial.close(inputs);
            if (returned) {
                throw bench().failure(trial, "expected a new buffer, got one of the arguments");
            }
        });
    }

    @Test
    void K123_liveBuffersCountsHandles() {
        Backend backend = bench().backend();
        Kernels k = backend.kernels();
        long before = backend.memory().liveBuffers();
        Buffer x = k.full(Shape.of(3, 7), 1);
        assertThat(backend.memory().liveBuffers() - before).as("after full").isEqualTo(1);
        Buffer other = k.reshape(x, Shape.of(21));
        assertThat(backend.memory().liveBuffers() - before).as("after reshape").isEqualTo(2);
        x.close();
        assertThat(backend.memory().liveBuffers() - before)
                .as("after closing one")
                .isEqualTo(1);
        other.close();
        assertThat(backend.memory().liveBuffers() - before)
                .as("after closing both")
                .isZero();
    }

    @Test
    void K124_liveBytesFollowTheBuffers() {
        Backend backend = bench().backend();
        Kernels k = backend.kernels();
        MemoryStatistics before = backend.memory();
        int elements = 197 * 64;
        try (Buffer x = k.full(Shape.of(197, 64), 1);
                Buffer y = k.full(Shape.of(197, 64), 1)) {
            assertThat(x.shape()).isEqualTo(y.shape());
            assertThat(backend.memory().liveBytes() - before.liveBytes())
                    .as("two buffers of %d FLOAT32", elements)
                    .isGreaterThanOrEqualTo(2L * 4 * elements)
                    .isLessThan(4L * 4 * elements);
        }
        assertThat(backend.memory().liveBytes()).as("after closing").isEqualTo(before.liveBytes());
        assertThat(backend.memory().pooledBytes()).isNotNegative();
    }

    @Test
    void K125_manyRoundsStayFlat() {
        Backend backend = bench().backend();
        Kernels k = backend.kernels();
        List<Trial> trials = KernelTable.all(bench().samples());
        MemoryStatistics before = backend.memory();
        for (int round = 0; round < ROUNDS; round++) {
            for (Trial trial : trials) {
                work(k, trial);
                requireFlat(
                        trial,
                        round,
                        "buffers",
                        before.liveBuffers(),
                        backend.memory().liveBuffers());
                requireFlat(
                        trial,
                        round,
                        "bytes",
                        before.liveBytes(),
                        backend.memory().liveBytes());
            }
        }
    }

    private void work(Kernels k, Trial trial) {
        try {
            List<Buffer> inputs = upload(k, trial);
            Trial.close(trial.computation().run(k, inputs));
            Trial.close(inputs);
        } catch (RuntimeException e) {
            throw bench().failure(trial, e);
        }
    }

    private void requireFlat(Trial trial, int round, String what, long before, long after) {
        if (after != before) {
            throw bench().failure(
                            trial,
                            "expected " + before + " live " + what + " as before the first round, got " + after
                                    + " in round " + round);
        }
    }

    @Test
    void K126_noResultSharesMemoryWithAnArgument() {
        Kernels k = bench().backend().kernels();
        bench().each(KernelTable.all(bench().samples()), trial -> {
            if (trial.kernel().equals("reshape")) {
                return;
            }
            List<Buffer> inputs = upload(k, trial);
            List<Buffer> results = trial.computation().run(k, inputs);
            List<Sample> before = download(k, results);
            inputs.forEach(x -> change(k, x));
            List<Sample> after = download(k, results);
            Trial.close(results);
            Trial.close(inputs);
            for (int i = 0; i < after.size(); i++) {
                if (!after.get(i).sameBits(before.get(i))) {
                    throw bench().failure(
                                    trial,
                                    "expected results in memory of their own, but result " + i
                                            + " changed when the arguments were changed in place later");
                }
            }
        });
    }

    private static void change(Kernels k, Buffer x) {
        if (x.dtype() == DType.FLOAT32) {
            try (Buffer much = k.full(x.shape(), 1000)) {
                k.addInPlace(x, much);
            }
        } else {
            try (Buffer zeros = k.upload(new int[x.shape().intSize()], x.shape())) {
                k.assign(x, zeros);
            }
        }
    }

    private static List<Sample> download(Kernels k, List<Buffer> buffers) {
        return buffers.stream().map(x -> Sample.download(k, x)).toList();
    }

    private static List<Buffer> upload(Kernels k, Trial trial) {
        List<Buffer> buffers = new ArrayList<>();
        trial.inputs().forEach(sample -> buffers.add(sample.upload(k)));
        return buffers;
    }
}
