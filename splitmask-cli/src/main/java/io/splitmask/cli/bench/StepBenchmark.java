package io.splitmask.cli.bench;

import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.masking.Split;
import io.splitmask.method.splitmask.SplitMask;
import io.splitmask.method.splitmask.SplitMaskRecipe;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.optim.AdamW;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.optim.StepRates;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import io.splitmask.tokenizers.CodebookTokenizer;
import io.splitmask.tokenizers.RandomProjection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One SplitMask step on random data, timed: the same work as a plain PyTorch implementation does, from patch embedding to
 * AdamW. Loading and tokenising are left out.
 */
final class StepBenchmark {
    private final Backend backend;
    private final VitConfig config;
    private final SplitMaskRecipe recipe;
    private final int vocabulary;
    private final int batch;
    private final int threads;

    StepBenchmark(Backend backend, VitConfig config, SplitMaskRecipe recipe, int vocabulary, int batch, int threads) {
        this.backend = backend;
        this.config = config;
        this.recipe = recipe;
        this.vocabulary = vocabulary;
        this.batch = batch;
        this.threads = threads;
    }

    /** Runs the steps. @return the figures by name, as the line of JSON has them */
    Map<String, Object> run(String model, int warmupSteps, int steps) throws Exception {
        double[] seconds = new double[steps];
        float loss = backend.call(() -> timed(warmupSteps, seconds));
        Arrays.sort(seconds);
        double median = seconds[steps / 2];
        double best = seconds[0];
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("engine", backend.description());
        figures.put("method", "splitmask");
        figures.put("model", model);
        figures.put("image", config.imageHeight());
        figures.put("patch", config.patchSize());
        figures.put("batch", batch);
        figures.put("vocab", vocabulary);
        figures.put("threads", threads);
        figures.put("images_per_s_median", rounded(batch / median, 1000));
        figures.put("images_per_s_best", rounded(batch / best, 1000));
        figures.put("step_ms_median", rounded(1000 * median, 100));
        figures.put("step_ms_best", rounded(1000 * best, 100));
        figures.put("peak_rss_mib", peakResidentMemory());
        figures.put("loss", rounded(loss, 10_000));
        return figures;
    }

    private float timed(int warmupSteps, double[] seconds) {
        SplittableSeed seed = SplittableSeed.of(0);
        try (TensorScope scope = TensorScope.open()) {
            SplitMask method = new SplitMask(
                    backend,
                    config,
                    recipe,
                    new CodebookTokenizer(
                            backend,
                            RandomProjection.codebook(vocabulary, config.patchSize() / 2, seed.child("words"))),
                    0);
            WeightInitialisation.BEIT.apply(method.network(), seed.child("init"));
            AdamW optimizer = new AdamW(
                    backend, List.of(new ParameterGroup(method.network().parameters(), 1, 1)), AdamW.Settings.DEFAULT);
            RandomStream random = seed.child("data").stream();
            Tensor images = images(random);
            int[] tokens = new int[batch * config.numPatches()];
            Arrays.setAll(tokens, i -> random.nextInt(vocabulary));
            Split split = method.split(batch, seed);
            float loss = 0;
            for (int i = 0; i < warmupSteps + seconds.length; i++) {
                long start = System.nanoTime();
                loss = step(method, optimizer, images, tokens, split);
                if (i >= warmupSteps) {
                    seconds[i - warmupSteps] = (System.nanoTime() - start) / 1e9;
                }
            }
            return loss;
        }
    }

    private Tensor images(RandomStream random) {
        float[] pixels = new float[batch * 3 * config.imageHeight() * config.imageWidth()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return Tensor.of(backend, pixels, batch, 3, config.imageHeight(), config.imageWidth());
    }

    private static float step(SplitMask method, AdamW optimizer, Tensor images, int[] tokens, Split split) {
        try (TensorScope scope = TensorScope.open();
                Tape tape = Tape.record()) {
            Tensor loss = method.loss(images, tokens, split, List.of()).total();
            Gradients gradients = tape.backward(loss);
            optimizer.step(gradients, new StepRates(1e-3, 0.05));
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
