package io.splitmask.train;

import io.splitmask.method.MethodContext;
import io.splitmask.method.MethodEntry;
import io.splitmask.method.PretrainMethod;
import io.splitmask.method.RunLength;
import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.recipe.PretrainRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Any method, trained as in the literature but with small networks on small images.
 *
 * @param words brightness of the middle word, for methods that predict words
 */
record SmallMethod(
        MethodEntry entry,
        VitConfig model,
        int batch,
        long steps,
        long checkpointEvery,
        Map<String, Object> changed,
        float words) {
    /**
     * What makes methods small, averages fast enough for few steps, and losses free to fall, where they have such a
     * setting: targets that are mixed and smoothed keep their entropy.
     */
    private static final Map<String, Object> SMALL = Map.of(
            "decoderDepth", 1,
            "decoderWidth", 16,
            "decoderHeads", 2,
            "outputs", 64,
            "hiddenWidth", 64,
            "bottleneckWidth", 64,
            "outputWidth", 32,
            "teacherMomentum", 0.95,
            "mixProbability", 0.0,
            "labelSmoothing", 0.0);

    private static final double LEARNING_RATE = 1e-3;
    private static final long SEED = 17;

    /** Without further changes of the method's settings. */
    SmallMethod(MethodEntry entry, VitConfig model, int batch, long steps, long checkpointEvery) {
        this(entry, model, batch, steps, checkpointEvery, Map.of(), 0);
    }

    /** Returns the same with another value of one of the method's settings. */
    SmallMethod with(String setting, Object value) {
        return new SmallMethod(entry, model, batch, steps, checkpointEvery, Map.of(setting, value), words);
    }

    /** Returns the same with other words, as many and of the same size. */
    SmallMethod withWords(float brightness) {
        return new SmallMethod(entry, model, batch, steps, checkpointEvery, changed, brightness);
    }

    /**
     * Trains in a folder.
     *
     * @param resume whether to go on from the newest checkpoint
     */
    TrainingResult train(Backend backend, Path folder, TrainListener listener, boolean resume) throws IOException {
        try (TensorScope scope = TensorScope.open()) {
            Pretrainer trainer = new Pretrainer(method(backend), settings(), new RunFolder(folder));
            SyntheticViews data =
                    new SyntheticViews(entry.training().views(), batch, model.imageHeight(), model.patchSize());
            StopRequest stop = new StopRequest();
            return resume ? trainer.resume(data, listener, stop) : trainer.start(data, listener, stop);
        }
    }

    private PretrainMethod method(Backend backend) {
        Map<String, Object> changes = new LinkedHashMap<>(SMALL);
        changes.keySet().retainAll(entry.settings().keySet());
        changes.putAll(changed);
        return entry.recipe(changes)
                .create(new MethodContext(
                        backend,
                        model,
                        () -> new BrightnessWords(backend, model.patchSize() / 2, words),
                        2,
                        entry.training().dropPath(),
                        new RunLength(steps, SyntheticViews.PER_EPOCH)));
    }

    private TrainingSettings settings() {
        PretrainRecipe recipe = entry.training().withUpdates(steps);
        AdamwRecipe optimizer = recipe.optimizer();
        PretrainRecipe faster =
                recipe.withOptimizer(optimizer.withLearningRateScaled(LEARNING_RATE / optimizer.learningRate()));
        return TrainingSettings.of(faster, CheckpointSettings.everySteps(checkpointEvery), SEED);
    }
}
