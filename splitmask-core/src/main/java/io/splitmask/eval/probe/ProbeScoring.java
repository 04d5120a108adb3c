package io.splitmask.eval.probe;

import io.splitmask.data.ImageDataset;
import io.splitmask.eval.ClassScores;
import io.splitmask.eval.Evaluation;
import io.splitmask.eval.Prediction;
import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/** Test images and what a probe says of them, in blocks. */
final class ProbeScoring {
    private static final int BLOCK = 1024;

    private final ProbeNetwork network;
    private final FeatureTable features;
    private final String task;

    /** Prepares the scoring. @param task what the probe is called in messages */
    ProbeScoring(String task, ProbeNetwork network, FeatureTable features) {
        this.task = task;
        this.network = network;
        this.features = features;
    }

    /** Returns the share of labelled images that are right; NaN without labels. */
    double topOne() {
        int hits = 0;
        int labelled = 0;
        for (int from = 0; from < features.rows(); from += BLOCK) {
            try (TensorScope scope = TensorScope.open()) {
                int[] best = logits(from).argMax().toInts();
                for (int i = 0; i < best.length; i++) {
                    int label = features.label(from + i);
                    labelled += label == ImageDataset.UNLABELLED ? 0 : 1;
                    hits += best[i] == label ? 1 : 0;
                }
            }
        }
        return (double) hits / labelled;
    }

    Evaluation evaluate() {
        List<Prediction> predictions = new ArrayList<>();
        for (int from = 0; from < features.rows(); from += BLOCK) {
            try (TensorScope scope = TensorScope.open()) {
                Tensor logits = logits(from);
                float[] values = logits.toFloats();
                for (int i = 0; i < logits.dim(0); i++) {
                    int index = features.index(from + i);
                    predictions.add(ClassScores.row(task, index, values, i, logits.dim(1))
                            .ofLogits(index, features.label(from + i)));
                }
            }
        }
        return new Evaluation(predictions);
    }

    private Tensor logits(int from) {
        int to = Math.min(features.rows(), from + BLOCK);
        return network.evaluate(Tensor.of(network.backend(), features.rows(from, to), to - from, features.width()));
    }
}
