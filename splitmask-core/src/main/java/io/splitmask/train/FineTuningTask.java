package io.splitmask.train;

import io.splitmask.autograd.Tape;
import io.splitmask.data.Batch;
import io.splitmask.loss.CrossEntropy;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.Step;
import io.splitmask.nn.DropPath;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.init.TruncatedNormal;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.optim.LayerDecay;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.optim.WeightDecayRule;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Classification with smoothed labels, stochastic depth and smaller rates for lower layers. */
final class FineTuningTask implements TrainingTask {
    private final VitClassifier classifier;
    private final FineTuneSettings settings;
    private final Optional<Path> backbone;
    private final Backend backend;
    private final int classes;

    /** Creates the task. @param backbone file of the weights to start from; empty for random ones */
    FineTuningTask(VitClassifier classifier, FineTuneSettings settings, Optional<Path> backbone) {
        this.classifier = classifier;
        this.settings = settings;
        this.backbone = backbone;
        this.backend = classifier.backend();
        Parameter headBias = Objects.requireNonNull(classifier.parameters().get("head.bias"));
        this.classes = headBias.shape().dim(0);
    }

    @Override
    public String name() {
        return "finetune";
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of(
                "layerDecay", settings.layerDecay(),
                "labelSmoothing", settings.labelSmoothing(),
                "dropPath", settings.dropPath());
    }

    @Override
    public Module network() {
        return classifier;
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of();
    }

    @Override
    public List<ParameterGroup> parameterGroups() {
        LayerDecay decay = new LayerDecay(
                settings.layerDecay(), classifier.backbone().config().depth());
        return ParameterGroups.of(classifier.parameters(), WeightDecayRule.VISION_TRANSFORMER, decay::multiplier);
    }

    @Override
    public void initialise(SplittableSeed seed, TrainListener listener) throws IOException {
        new WeightInitialisation(TruncatedNormal.BEIT, settings.headScale()).apply(classifier, seed);
        if (backbone.isPresent()) {
            try (ModelWeights weights = ModelWeights.open(backbone.get())) {
                listener.onWeightsLoaded(weights.loadBackbone(classifier.backbone()));
            }
        }
    }

    @Override
    public Losses loss(Batch batch, Step step) {
        checkLabels(batch);
        Tensor images = new ImageBatch(backend, batch).images();
        int depth = classifier.backbone().config().depth();
        List<DropPath.Factors> dropPath = settings.dropPath() == 0
                ? List.of()
                : DropPath.draw(
                        backend, settings.dropPath(), depth, batch.size(), step.seed().child("drop_path").stream());
        Tensor logits = classifier.forward(images, dropPath);
        Tensor labels = Tensor.ofInts(backend, batch.labels(), batch.size());
        Tensor loss = CrossEntropy.of(logits, labels, settings.labelSmoothing());
        return new Losses(loss, Map.of("accuracy", Tape.pause(() -> accuracy(logits, batch.labels()))));
    }

    private void checkLabels(Batch batch) {
        for (int i = 0; i < batch.size(); i++) {
            int label = batch.labels()[i];
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("fine-tuning: expected labels from 0 to " + (classes - 1) + ", got "
                        + label + " for image " + batch.indices()[i]);
            }
        }
    }

    private Tensor accuracy(Tensor logits, int[] labels) {
        int[] predicted = logits.detach().argMax().toInts();
        int hits = 0;
        for (int i = 0; i < labels.length; i++) {
            hits += predicted[i] == labels[i] ? 1 : 0;
        }
        return Tensor.of(backend, new float[] {(float) hits / labels.length});
    }

    @Override
    public void afterStep(long step) {}

    @Override
    public void writeWeights(Path file) throws IOException {
        ModelWeights.write(
                file,
                classifier,
                classifier.backbone().config(),
                Map.of(
                        "method",
                        name(),
                        ModelWeights.CLASSES,
                        Integer.toString(classes),
                        "seed",
                        Long.toString(settings.training().seed())));
    }
}
