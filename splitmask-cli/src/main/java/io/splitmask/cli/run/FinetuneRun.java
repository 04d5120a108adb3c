package io.splitmask.cli.run;

import io.splitmask.cli.progress.Progress;
import io.splitmask.datasets.LabelledSplits;
import io.splitmask.datasets.loader.BatchLoader;
import io.splitmask.datasets.loader.LoaderBatches;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.datasets.transform.Transform;
import io.splitmask.eval.Evaluation;
import io.splitmask.eval.Evaluator;
import io.splitmask.nn.VitClassifier;
import io.splitmask.recipe.FinetuneRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.FineTuneSettings;
import io.splitmask.train.FineTuner;
import io.splitmask.train.RunFolder;
import io.splitmask.train.StopRequest;
import io.splitmask.train.TrainListener;
import io.splitmask.train.TrainingResult;
import io.splitmask.train.tensorboard.TensorBoardListener;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Fine-tunes a classifier and measures it on images that it never saw. */
public final class FinetuneRun {
    private static final int EVALUATION_BATCH = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Execution execution;
    private final Backend backend;

    /** Prepares runs. */
    public FinetuneRun(Execution execution) {
        this.execution = execution;
        this.backend = execution.backend();
    }

    /**
     * How it ended.
     *
     * @param result completed or interrupted
     * @param test accuracy on the test images; empty if interrupted
     * @param averaged the same with averaged weights; empty if interrupted, or if the recipe averages none
     */
    public record Outcome(TrainingResult result, Optional<Evaluation> test, Optional<Evaluation> averaged) {}

    /**
     * Trains and measures.
     *
     * @param stage what the progress line says
     * @param backbone weights to start from; empty for random ones
     */
    public Outcome run(
            String stage, LabelledSplits images, FinetunePlan plan, Optional<Path> backbone, FolderSource folder)
            throws Exception {
        return backend.call(() -> {
            try (TensorScope scope = TensorScope.open()) {
                return train(stage, images, plan, backbone, folder);
            }
        });
    }

    private Outcome train(
            String stage, LabelledSplits images, FinetunePlan plan, Optional<Path> backbone, FolderSource source)
            throws Exception {
        FinetuneRecipe recipe = plan.recipe();
        Normalization normalization = StoredNormalization.of(plan.pixels());
        LoaderBatches batches = new LoaderBatches(
                images.train(),
                FinetuneTransforms.training(recipe.augmentation(), plan.model().imageHeight(), normalization),
                LoaderOptions.training(recipe.batchSize(), plan.seed())
                        .withRepeats(recipe.augmentation().repeats())
                        .withTuning(execution.loading()));
        FineTuneSettings settings = plan.updates() == 0
                ? FineTuneSettings.of(recipe, batches.batchesPerEpoch(), execution.checkpoints(), plan.seed())
                : FineTuneSettings.ofSteps(recipe, plan.updates(), execution.checkpoints(), plan.seed());
        VitClassifier classifier = new VitClassifier(
                backend,
                plan.model(),
                recipe.pooling(),
                images.train().classes().size());
        if (execution.recompute()) {
            classifier.recomputeBlocks();
        }
        RunFolder folder = source.open();
        FineTuner tuner = backbone.isPresent()
                ? FineTuner.from(backbone.get(), classifier, settings, folder)
                : FineTuner.fromScratch(classifier, settings, folder);
        tuner.normalised(plan.pixels());
        StopRequest stop = new StopRequest();
        TrainingResult result;
        try (Interruption interruption = Interruption.listen(PATIENCE);
                Progress progress = new Progress(stage, execution.terminal(), System::nanoTime);
                TensorBoardListener events = new TensorBoardListener(folder, Clock.systemUTC())) {
            TrainListener listener = new ProgressListener(progress, batches.batchesPerEpoch(), interruption, stop)
                    .andThen(execution.watch())
                    .andThen(events);
            result = execution.resume() ? tuner.resume(batches, listener, stop) : tuner.start(batches, listener, stop);
        }
        if (!result.completed()) {
            return new Outcome(result, Optional.empty(), Optional.empty());
        }
        Optional<VitClassifier> average = tuner.averaged();
        return new Outcome(
                result,
                Optional.of(test(classifier, images, plan)),
                average.isEmpty() ? Optional.empty() : Optional.of(test(average.get(), images, plan)));
    }

    private Evaluation test(VitClassifier classifier, LabelledSplits images, FinetunePlan plan) throws Exception {
        Transform transform = FinetuneTransforms.test(
                plan.recipe().augmentation(), plan.testImage(), StoredNormalization.of(plan.pixels()));
        LoaderOptions options = LoaderOptions.evaluation(EVALUATION_BATCH).withTuning(execution.loading());
        try (BatchLoader loader = new BatchLoader(images.test(), transform, options)) {
            return new Evaluator(classifier).evaluate(loader);
        }
    }
}
