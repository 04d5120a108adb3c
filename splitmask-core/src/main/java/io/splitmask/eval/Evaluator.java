package io.splitmask.eval;

import io.splitmask.data.Batch;
import io.splitmask.data.ImageDataset;
import io.splitmask.method.ImageBatch;
import io.splitmask.nn.VitClassifier;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.EngineCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Classifies every image once. */
public final class Evaluator {
    private final VitClassifier classifier;

    /** Creates the evaluator of a classifier. */
    public Evaluator(VitClassifier classifier) {
        this.classifier = classifier;
    }

    /**
     * Classifies the images of all batches.
     *
     * @param batches each image once; the last batch may be smaller
     * @throws IllegalArgumentException if a label is not one of the classifier's classes
     * @throws ArithmeticException if a logit is not finite
     */
    public Evaluation evaluate(Iterator<Batch> batches) throws IOException {
        return EngineCalls.call(classifier.backend(), () -> {
            List<Prediction> predictions = new ArrayList<>();
            while (batches.hasNext()) {
                predict(batches.next(), predictions);
            }
            return new Evaluation(predictions);
        });
    }

    private void predict(Batch batch, List<Prediction> predictions) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor logits = classifier.forward(new ImageBatch(classifier.backend(), batch).images());
            float[] values = logits.toFloats();
            int classes = logits.dim(1);
            for (int b = 0; b < batch.size(); b++) {
                predictions.add(prediction(batch, b, values, classes));
            }
        }
    }

    /** @param logits [B, classes] */
    private static Prediction prediction(Batch batch, int b, float[] logits, int classes) {
        int index = batch.indices()[b];
        int label = batch.labels()[b];
        int start = b * classes;
        if (label != ImageDataset.UNLABELLED && (label < 0 || label >= classes)) {
            throw new IllegalArgumentException("evaluation: expected labels from 0 to " + (classes - 1) + ", got "
                    + label + " for image " + index);
        }
        int best = 0;
        int rank = 0;
        for (int c = 0; c < classes; c++) {
            float logit = logits[start + c];
            if (!Float.isFinite(logit)) {
                throw new ArithmeticException(
                        "evaluation: expected finite logits, got " + logit + " for image " + index);
            }
            best = logit > logits[start + best] ? c : best;
            if (label >= 0 && c != label) {
                // Equal logits rank by class, as in the choice of the best.
                float own = logits[start + label];
                rank += logit > own || (logit == own && c < label) ? 1 : 0;
            }
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(logits[start + c] - (double) logits[start + best]);
        }
        return new Prediction(index, label, best, 1 / sum, label >= 0 ? rank : -1);
    }
}
