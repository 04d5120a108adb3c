package io.splitmask.tck;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Threads that take turns: at most one of them works at a time, but any of them may be next. */
abstract class ThreadsSuite extends Suite {
    ThreadsSuite(Supplier<Bench> bench) {
        super(bench);
    }

    /** Where a step of a trial runs. */
    @FunctionalInterface
    private interface Place {
        <T> T run(Callable<T> task) throws Exception;
    }

    @Test
    void K130_buffersMoveBetweenThreads() {
        Place elsewhere = ThreadsSuite::inNewThread;
        bench().each(
                        KernelTable.all(bench().samples()),
                        trial -> check(trial, bench().run(trial), elsewhere, elsewhere, bench().kernels()));
    }

    @Test
    void K131_buffersMoveBetweenTheBackendsThreadAndOthers() {
        Place own = bench().backend()::call;
        bench().each(KernelTable.all(bench().samples()), trial -> {
            List<Sample> expected = bench().run(trial);
            Kernels k = bench().kernels();
            check(trial, expected, own, ThreadsSuite::inNewThread, k);
            check(trial, expected, ThreadsSuite::inNewThread, own, k);
        });
    }

    /** Uploads and downloads in one place, computes and closes in another. */
    private void check(Trial trial, List<Sample> expected, Place transfer, Place work, Kernels k) {
        try {
            List<Buffer> inputs = transfer.run(() ->
                    trial.inputs().stream().map(sample -> sample.upload(k)).toList());
            List<Buffer> results = work.run(() -> trial.computation().run(k, inputs));
            List<Sample> actual = transfer.run(
                    () -> results.stream().map(x -> Sample.download(k, x)).toList());
            work.run(() -> {
                Trial.close(results);
                Trial.close(inputs);
                return true;
            });
            for (int i = 0; i < actual.size(); i++) {
                actual.get(i).difference(expected.get(i), Tolerances.FUSED).ifPresent(difference -> {
                    throw bench().failure(trial, "with every step in another thread, " + difference);
                });
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(trial + ": " + e, e);
        }
    }

    private static <T> T inNewThread(Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "backend-tck");
        thread.start();
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
