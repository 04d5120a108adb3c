package io.splitmask.eval;

import io.splitmask.config.Problems;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often images of one class were taken for another. Rows are true classes, columns predicted ones. Only pairs that
 * occur take memory.
 */
public final class ConfusionMatrix {
    private final int classes;
    private final Map<Long, Integer> counts = new HashMap<>();
    private final int[] totals;

    private ConfusionMatrix(int classes) {
        Problems.of("ConfusionMatrix").atLeast(1, "classes", classes).throwIfAny();
        this.classes = classes;
        this.totals = new int[classes];
    }

    /**
     * Counts predictions; images without a label do not count.
     *
     * @param classes number of classes
     * @throws IllegalArgumentException if a label or a prediction is not one of them
     */
    static ConfusionMatrix of(Collection<Prediction> predictions, int classes) {
        ConfusionMatrix matrix = new ConfusionMatrix(classes);
        for (Prediction prediction : predictions) {
            if (prediction.hasLabel()) {
                matrix.checkClass(prediction.label());
                matrix.checkClass(prediction.predicted());
                matrix.counts.merge(matrix.key(prediction.label(), prediction.predicted()), 1, Integer::sum);
                matrix.totals[prediction.label()]++;
            }
        }
        return matrix;
    }

    /** Returns the number of classes. */
    public int classes() {
        return classes;
    }

    /** Returns how many images of a class were taken for another, or for itself. */
    public int count(int label, int predicted) {
        checkClass(label);
        checkClass(predicted);
        return counts.getOrDefault(key(label, predicted), 0);
    }

    /** Returns what the images of a class were taken for: counts by predicted class. */
    public int[] row(int label) {
        int[] row = new int[classes];
        for (int predicted = 0; predicted < classes; predicted++) {
            row[predicted] = count(label, predicted);
        }
        return row;
    }

    /** Hears of pairs of classes. */
    @FunctionalInterface
    public interface PairVisitor {
        /** Takes note of {@code count} images of a class that were taken for another, or for itself; at least one. */
        void visit(int label, int predicted, int count);
    }

    /** Shows each pair that occurs, in no order. */
    public void forEach(PairVisitor visitor) {
        counts.forEach((key, count) -> visitor.visit((int) (key / classes), (int) (key % classes), count));
    }

    /**
     * A mistake.
     *
     * @param predicted what images of a class were taken for
     * @param count how many were
     */
    public record Mistake(int predicted, int count) {}

    /** Returns what the images of a class were wrongly taken for most often, the lowest class of several. */
    public Optional<Mistake> commonestMistake(int label) {
        int[] row = row(label);
        row[label] = 0;
        int most = 0;
        for (int predicted = 1; predicted < classes; predicted++) {
            most = row[predicted] > row[most] ? predicted : most;
        }
        return row[most] == 0 ? Optional.empty() : Optional.of(new Mistake(most, row[most]));
    }

    /** Returns how many images of a class there are. */
    public int images(int label) {
        checkClass(label);
        return totals[label];
    }

    /** Returns the share of a class's images that were recognised, 0..1; NaN if it has none. */
    public double accuracy(int label) {
        return (double) count(label, label) / images(label);
    }

    /** Returns the mean of the accuracies of all classes that have images, each counting alike; NaN if none has. */
    public double meanAccuracy() {
        double sum = 0;
        int withImages = 0;
        for (int label = 0; label < classes; label++) {
            if (totals[label] > 0) {
                sum += accuracy(label);
                withImages++;
            }
        }
        return sum / withImages;
    }

    private long key(int label, int predicted) {
        return (long) label * classes + predicted;
    }

    private void checkClass(int number) {
        if (number < 0 || number >= classes) {
            throw new IllegalArgumentException(
                    "confusion matrix: expected classes from 0 to " + (classes - 1) + ", got " + number);
        }
    }
}
