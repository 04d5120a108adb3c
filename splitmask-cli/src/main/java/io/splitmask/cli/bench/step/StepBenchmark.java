package io.splitmask.cli.bench.step;

import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.data.Batch;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.MethodContext;
import io.splitmask.method.MethodEntry;
import io.splitmask.method.PretrainMethod;
import io.splitmask.method.RunLength;
import io.splitmask.method.Step;
import io.splitmask.nn.VitConfig;
import io.splitmask.optim.AdamW;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.optim.StepRates;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * One step of a method on random data, timed: the same work as a plain PyTorch implementation does, from patch embedding
 * to AdamW. Loading and tokenising are left out; masks are drawn, and images uploaded, in every step.
 */
public final class StepBenchmark {
    private static final int CLASSES = 1000;

    /**
     * What is timed.
     *
     * @param modelName as it is reported
     * @param model sizes of the network
     * @param method how it learns
     * @param settings what differs from the method's settings in the literature
     * @param vocabulary V
     * @param batch B
     * @param recompute whether blocks are computed again on the way back
     * @param threads as they are reported
     */
    public record Work(
            String modelName,
            VitConfig model,
            MethodEntry method,
            Map<String, Object> settings,
            int vocabulary,
            int batch,
            boolean recompute,
            int threads) {}

    private final Backend backend;
    private final Work work;
    private final Runnable warm;

    /**
     * Prepares the steps.
     *
     * @param warm runs between the steps that warm up and those that count
     */
    public StepBenchmark(Backend backend, Work work, Runnable warm) {
        this.backend = backend;
        this.work = work;
        this.warm = warm;
    }

    /**
     * Runs the steps.
     *
     * @param warmupSteps before them, at least
     * @param warmup time for steps before them, at least
     * @param steps that count
     * @return the figures by name, as the line of JSON has them
     */
    public Map<String, Object> run(int warmupSteps, Duration warmup, int steps) throws Exception {
        double[] seconds = new double[steps];
        float loss = backend.call(() -> timed(warmupSteps, warmup, seconds));
        Arrays.sort(seconds);
        double median = seconds[steps / 2];
        double best = seconds[0];
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("engine", backend.description());
        figures.put("method", work.method().name());
        figures.put("model", work.modelName());
        figures.put("image", work.model().imageHeight());
        figures.put("patch", work.model().patchSize());
        figures.put("batch", work.batch());
        figures.put("vocab", work.vocabulary());
        figures.put("recompute", work.recompute());
        figures.put("threads", work.threads());
        figures.put("images_per_s_median", rounded(work.batch() / median, 1000));
        figures.put("images_per_s_best", rounded(work.batch() / best, 1000));
        figures.put("step_ms_median", rounded(1000 * median, 100));
        figures.put("step_ms_best", rounded(1000 * best, 100));
        figures.put("peak_rss_mib", peakResidentMemory());
        figures.put("loss", rounded(loss, 10_000));
        return figures;
    }

    private float timed(int warmupSteps, Duration warmup, double[] seconds) {
        SplittableSeed seed = SplittableSeed.of(0);
        int steps = warmupSteps + seconds.length;
        try (TensorScope scope = TensorScope.open()) {
            PretrainMethod method = method(new RunLength(steps, steps), seed);
            method.initialise(seed.child("init"));
            method.afterInitialise();
            if (work.recompute()) {
                method.network().recomputeBlocks();
            }
            AdamW optimizer = new AdamW(
                    backend, List.of(new ParameterGroup(method.network().parameters(), 1, 1)), AdamW.Settings.DEFAULT);
            Batch batch = new RandomViews(work.model(), seed.child("data").stream())
                    .draw(work.method().training().views(), work.batch(), CLASSES);
            // Warming up may take more steps than schedules know.
            IntFunction<Float> run =
                    i -> step(method, optimizer, batch, new Step(Math.min(i, steps - 1), seed.child(i)));
            float loss = 0;
            int done = 0;
            long begin = System.nanoTime();
            while (done < warmupSteps || System.nanoTime() - begin < warmup.toNanos()) {
                loss = run.apply(done++);
            }
            warm.run();
            for (int i = 0; i < seconds.length; i++) {
                long start = System.nanoTime();
                loss = run.apply(done++);
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
            return loss;
        }
    }

    private PretrainMethod method(RunLength length, SplittableSeed seed) {
        var words =
                new DrawnWords(backend, work.model(), work.vocabulary(), work.batch(), seed.child("words").stream());
        return work.method()
                .recipe(work.settings())
                .create(new MethodContext(backend, work.model(), () -> words, CLASSES, 0, length));
    }

    private float step(PretrainMethod method, AdamW optimizer, Batch batch, Step step) {
        try (TensorScope scope = TensorScope.open();
                Tape tape = Tape.record()) {
            var loss = method.loss(new ImageBatch(backend, batch), step).total();
            Gradients gradients = tape.backward(loss);
            optimizer.step(gradients, new StepRates(1e-3, 0.05));
            method.afterStep(step.number());
            return loss.item();
        }
    }

    private static double rounded(double value, double steps) {
        return Math.round(value * steps) / steps;
    }

    /** Returns the largest resident memory of this process so far in MiB; 0 where the system does not tell. */
    private static long peakResidentMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return 0;
    }
}
