package io.splitmask.eval;

import java.util.List;

/**
 * The predictions for a set of images and how many are right. Images without a label do not count.
 *
 * @param predictions in the order of the batches
 */
public record Evaluation(List<Prediction> predictions) {
    private static final int TOP_5 = 5;

    /** Copies the list. */
    public Evaluation {
        predictions = List.copyOf(predictions);
    }

    /** Returns the number of images with a label. */
    public long labelled() {
        return predictions.stream().filter(prediction -> prediction.rank() >= 0).count();
    }

    /** Returns the share of images whose class is the predicted one, 0..1; NaN without labels. */
    public double top1() {
        return top(1);
    }

    /** Returns the share of images whose class is among the five most probable, 0..1; NaN without labels. */
    public double top5() {
        return top(TOP_5);
    }

    /**
     * Returns how often each class was taken for each other, with the accuracy by class.
     *
     * @param classes number of classes
     * @throws IllegalArgumentException if a label or a prediction is not one of them
     */
    public ConfusionMatrix confusion(int classes) {
        return ConfusionMatrix.of(predictions, classes);
    }

    private double top(int k) {
        long hits = predictions.stream()
                .filter(prediction -> prediction.rank() >= 0 && prediction.rank() < k)
                .count();
        return (double) hits / labelled();
    }
}
