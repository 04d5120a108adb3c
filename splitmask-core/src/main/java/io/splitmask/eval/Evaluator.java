package io.splitmask.eval;

import io.splitmask.data.Batch;
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
    private static final String TASK = "evaluation";

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
                int index = batch.indices()[b];
                int label = batch.labels()[b];
                ClassScores.checkLabel(TASK, index, label, classes);
                predictions.add(ClassScores.row(TASK, index, values, b, classes).ofLogits(index, label));
            }
        }
    }
}
