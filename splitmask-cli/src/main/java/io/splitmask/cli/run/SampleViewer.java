package io.splitmask.cli.run;

import io.splitmask.cli.report.HiddenPatch;
import io.splitmask.cli.report.MaskedSample;
import io.splitmask.cli.report.MaskedSamples;
import io.splitmask.data.Batch;
import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.ImageSubset;
import io.splitmask.datasets.loader.BatchLoader;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.datasets.transform.PretrainTransform;
import io.splitmask.datasets.transform.RandomResizedCrop;
import io.splitmask.masking.PatchMask;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.WordPredictions;
import io.splitmask.method.WordPredictor;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import io.splitmask.tokenizers.WordUsage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Shows what a pre-trained model predicts for the patches that it does not see. */
final class SampleViewer {
    private static final int SAMPLES = 8;
    private static final int IMAGES_FOR_WORDS = 512;
    private static final int BATCH = 32;
    private static final int CHANNELS = 3;

    private final WordPredictor method;
    private final Backend backend;
    private final LoaderOptions.Tuning loading;
    private final PretrainPlan plan;

    SampleViewer(WordPredictor method, Execution execution, PretrainPlan plan) {
        this.method = method;
        this.backend = execution.backend();
        this.loading = execution.loading();
        this.plan = plan;
    }

    /**
     * What was seen.
     *
     * @param samples predictions for a few images
     * @param words how often words occur in many
     */
    record Look(MaskedSamples samples, WordFacts words) {}

    Look look(ImageDataset images) {
        int side = plan.model().imageHeight();
        PretrainTransform whole = new PretrainTransform(side, RandomResizedCrop.ofScale(1, 1));
        WordPictures words = new WordPictures(
                method.tokenizer().vocabulary(), method.tokenizer().patchSize());
        WordUsage usage = new WordUsage(method.tokenizer().vocabulary());
        try (BatchLoader loader =
                new BatchLoader(ImageSubset.spread(images, IMAGES_FOR_WORDS), whole, onePass(BATCH))) {
            while (loader.hasNext()) {
                Batch batch = loader.next();
                words.add(batch, usage.add(backend, method.tokenizer(), batch));
            }
        }
        ImageSubset shown = ImageSubset.spread(images, SAMPLES);
        try (BatchLoader loader = new BatchLoader(shown, whole, onePass(SAMPLES))) {
            MaskedSamples samples =
                    new MaskedSamples(plan.model().patchSize(), words.pictures(), samples(shown, loader.next()));
            return new Look(samples, WordFacts.of(usage));
        }
    }

    /** Training judged the data set as a whole; a few images of it are shown however many of them are unreadable. */
    private LoaderOptions onePass(int batchSize) {
        return LoaderOptions.evaluation(batchSize).withMaxBadShare(1).withTuning(loading);
    }

    private int[] tokens(Batch batch) {
        try (TensorScope scope = TensorScope.open()) {
            return method.tokens(new ImageBatch(backend, batch).halfImages());
        }
    }

    private List<MaskedSample> samples(ImageDataset shown, Batch batch) {
        if (batch.size() == 0) {
            return List.of();
        }
        int[] tokens = tokens(batch);
        int patches = plan.model().numPatches();
        try (TensorScope scope = TensorScope.open()) {
            WordPredictions predictions = method.predict(
                    new ImageBatch(backend, batch),
                    SplittableSeed.of(plan.seed()).child("samples"));
            PatchMask mask = predictions.hidden();
            int next = 0;
            List<MaskedSample> samples = new ArrayList<>();
            for (int b = 0; b < batch.size(); b++) {
                List<HiddenPatch> hidden = new ArrayList<>();
                for (int end = next + mask.counts()[b]; next < end; next++) {
                    int position = mask.positions()[next];
                    hidden.add(new HiddenPatch(position, predictions.words()[next], tokens[b * patches + position]));
                }
                samples.add(new MaskedSample(shown.name(batch.indices()[b]), "", image(batch, b), hidden));
            }
            return samples;
        }
    }

    private static Image image(Batch batch, int b) {
        int side = batch.view(0).imageSize();
        int values = CHANNELS * side * side;
        float[] pixels = Arrays.copyOfRange(batch.view(0).pixels(), b * values, (b + 1) * values);
        return Normalization.IMAGENET.invert(pixels, side, side);
    }
}
