package io.splitmask.cli.run;

import io.splitmask.cli.progress.Progress;
import io.splitmask.cli.report.MaskedSamples;
import io.splitmask.data.ImageDataset;
import io.splitmask.data.Tokenizer;
import io.splitmask.datasets.loader.LoaderBatches;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.MethodContext;
import io.splitmask.method.PretrainMethod;
import io.splitmask.method.RunLength;
import io.splitmask.method.WordPredictor;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import io.splitmask.tokenizers.CodebookTokenizer;
import io.splitmask.tokenizers.RandomProjection;
import io.splitmask.tokenizers.TokenizerFiles;
import io.splitmask.train.Pretrainer;
import io.splitmask.train.RunFolder;
import io.splitmask.train.StopRequest;
import io.splitmask.train.TrainListener;
import io.splitmask.train.TrainingResult;
import io.splitmask.train.TrainingSettings;
import io.splitmask.train.tensorboard.TensorBoardListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Pre-trains a network on images and looks at what it predicts. */
public final class PretrainRun {
    private static final int TOKEN_PATCH_SCALE = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final MethodCatalogue methods;
    private final TokenizerFiles tokenizers;
    private final Execution execution;
    private final Backend backend;

    /** Prepares runs of any of these methods. @param tokenizers opens files of visual words */
    public PretrainRun(MethodCatalogue methods, TokenizerFiles tokenizers, Execution execution) {
        this.methods = methods;
        this.tokenizers = tokenizers;
        this.execution = execution;
        this.backend = execution.backend();
    }

    /**
     * How it ended.
     *
     * @param result completed or interrupted
     * @param look what the model predicts for hidden patches; empty if interrupted or if the method predicts no words
     * @param took wall-clock time of training
     */
    public record Outcome(TrainingResult result, Optional<SampleViewer.Look> look, Duration took) {
        /** Returns the predictions that the report shows. */
        public Optional<MaskedSamples> samples() {
            return look.map(SampleViewer.Look::samples);
        }

        /** Returns what the loss of predicting words is compared with. */
        public Optional<WordFacts> words() {
            return look.map(SampleViewer.Look::words);
        }
    }

    /** Trains, or goes on with training, and looks at what was learnt. */
    public Outcome run(ImageDataset images, PretrainPlan plan, FolderSource folder) throws Exception {
        return run(images, plan, folder, true);
    }

    /** Trains, or goes on with training, without a look: the outcome has none. */
    public Outcome train(ImageDataset images, PretrainPlan plan, RunFolder folder) throws Exception {
        return run(images, plan, () -> folder, false);
    }

    private Outcome run(ImageDataset images, PretrainPlan plan, FolderSource folder, boolean looks) throws Exception {
        return backend.call(() -> {
            try (TensorScope scope = TensorScope.open()) {
                return inScope(images, plan, folder, looks);
            }
        });
    }

    private Outcome inScope(ImageDataset images, PretrainPlan plan, FolderSource source, boolean looks)
            throws Exception {
        LoaderOptions options =
                LoaderOptions.training(plan.recipe().batchSize(), plan.seed()).withTuning(execution.loading());
        RunLength length = new RunLength(plan.recipe().updates(), Math.max(1, images.size() / options.batchSize()));
        PretrainMethod method = methods.entry(plan.method())
                .recipe(plan.settings())
                .create(new MethodContext(
                        backend,
                        plan.model(),
                        () -> tokenizer(plan),
                        images.classes().size(),
                        plan.recipe().dropPath(),
                        length));
        if (execution.recompute()) {
            method.network().recomputeBlocks();
        }
        LoaderBatches batches = new LoaderBatches(
                images, ViewTransforms.of(plan.recipe(), plan.model(), method instanceof WordPredictor), options);
        TrainingSettings settings = TrainingSettings.of(plan.recipe(), execution.checkpoints(), plan.seed());
        RunFolder folder = source.open();
        Pretrainer trainer = plan.init().isEmpty()
                ? new Pretrainer(method, settings, folder)
                : Pretrainer.from(Path.of(plan.init()), method, settings, folder);
        StopRequest stop = new StopRequest();
        long start = System.nanoTime();
        try (Interruption interruption = Interruption.listen(PATIENCE);
                Progress progress = new Progress("pre-training", execution.terminal(), System::nanoTime);
                TensorBoardListener events = new TensorBoardListener(folder, Clock.systemUTC())) {
            TrainListener listener = new ProgressListener(progress, batches.batchesPerEpoch(), interruption, stop)
                    .andThen(execution.watch())
                    .andThen(events);
            TrainingResult result = execution.resume()
                    ? trainer.resume(batches, listener, stop)
                    : trainer.start(batches, listener, stop);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            Optional<SampleViewer.Look> look = looks && result.completed() && method instanceof WordPredictor predictor
                    ? Optional.of(new SampleViewer(predictor, execution, plan).look(images))
                    : Optional.empty();
            return new Outcome(result, look, took);
        }
    }

    private Tokenizer tokenizer(PretrainPlan plan) {
        if (!plan.tokenizer().isEmpty()) {
            try {
                return tokenizers.open(
                        backend,
                        Path.of(plan.tokenizer()),
                        Normalization.IMAGENET.mean(),
                        Normalization.IMAGENET.std());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new CodebookTokenizer(
                backend,
                RandomProjection.codebook(
                        plan.vocabulary(),
                        plan.model().patchSize() / TOKEN_PATCH_SCALE,
                        SplittableSeed.of(plan.seed()).child("codebook")));
    }
}
