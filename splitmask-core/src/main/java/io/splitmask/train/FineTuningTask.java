package io.splitmask.train;

import io.splitmask.data.Batch;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.Step;
import io.splitmask.method.supervised.Classification;
import io.splitmask.nn.Module;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.optim.LayerDecay;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.optim.WeightDecayRule;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Tensor;
import io.splitmask.weights.PixelStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Classification from the weights of a backbone or from nothing, with smaller rates for lower layers. */
final class FineTuningTask implements TrainingTask {
    private final VitClassifier classifier;
    private final FineTuneSettings settings;
    private final Optional<Path> backbone;
    private final Classification classification;
    private final Optional<AveragedClassifier> average;
    private Optional<PixelStatistics> pixels = Optional.empty();

    /**
     * Creates the task.
     *
     * @param backbone file of the weights to start from; empty for random ones
     */
    FineTuningTask(VitClassifier classifier, FineTuneSettings settings, Optional<Path> backbone) {
        this.classifier = classifier;
        this.settings = settings;
        this.backbone = backbone;
        this.classification = new Classification(classifier, settings.loss(), "fine-tuning");
        this.average = settings.emaDecay() == 0
                ? Optional.empty()
                : Optional.of(new AveragedClassifier(classifier, settings.emaDecay()));
    }

    /** Returns the classifier with averaged weights, if the settings want one. */
    Optional<VitClassifier> averaged() {
        return average.map(AveragedClassifier::network);
    }

    /** Takes note of how images are normalised, for the weights. */
    void normalised(PixelStatistics statistics) {
        pixels = Optional.of(statistics);
    }

    @Override
    public String name() {
        return "finetune";
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of(
                "layerDecay", settings.layerDecay(),
                "emaDecay", settings.emaDecay(),
                "pooling", classifier.pooling(),
                "classification", settings.loss());
    }

    @Override
    public VitConfig model() {
        return classifier.backbone().config();
    }

    @Override
    public Module network() {
        return classifier;
    }

    @Override
    public Map<String, Tensor> state() {
        return average.map(AveragedClassifier::state).orElse(Map.of());
    }

    @Override
    public List<ParameterGroup> parameterGroups() {
        LayerDecay decay = new LayerDecay(
                settings.layerDecay(), classifier.backbone().config().depth());
        return ParameterGroups.of(classifier.parameters(), WeightDecayRule.VISION_TRANSFORMER, decay::multiplier);
    }

    @Override
    public void initialise(SplittableSeed seed, TrainListener listener) throws IOException {
        int patchSize = classifier.backbone().config().patchSize();
        new FineTuneInitialisation(patchSize, settings.headScale()).apply(classifier, seed);
        if (backbone.isPresent()) {
            try (ModelWeights weights = ModelWeights.open(backbone.get())) {
                listener.onWeightsLoaded(weights.loadBackbone(classifier.backbone()));
            }
        }
        average.ifPresent(AveragedClassifier::start);
    }

    @Override
    public Losses loss(Batch batch, Step step) {
        return classification.loss(new ImageBatch(classifier.backend(), batch), step);
    }

    @Override
    public void afterStep(long step) {
        average.ifPresent(AveragedClassifier::follow);
    }

    @Override
    public void writeWeights(RunFolder folder) throws IOException {
        write(folder.weights(), classifier);
        if (average.isPresent()) {
            write(folder.averagedWeights(), average.get().network());
        }
    }

    private void write(Path file, VitClassifier network) throws IOException {
        ModelWeights.writeClassifier(
                file,
                network,
                pixels,
                Map.of(
                        "method",
                        name(),
                        "seed",
                        Long.toString(settings.training().seed())));
    }
}
