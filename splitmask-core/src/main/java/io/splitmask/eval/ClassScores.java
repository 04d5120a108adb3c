package io.splitmask.eval;

import io.splitmask.data.ImageDataset;

/**
 * The scores of one image for all classes: logits, or votes. Equal scores rank by class, the lowest first.
 *
 * @param scores by class; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // passed on at once, never compared
public record ClassScores(double[] scores) {
    /** Returns the class of the largest score. */
    public int best() {
        int best = 0;
        for (int c = 1; c < scores.length; c++) {
            best = scores[c] > scores[best] ? c : best;
        }
        return best;
    }

    /** Returns how many classes stand before one. */
    int rank(int label) {
        int rank = 0;
        for (int c = 0; c < scores.length; c++) {
            rank += scores[c] > scores[label] || (scores[c] == scores[label] && c < label) ? 1 : 0;
        }
        return rank;
    }

    /** Returns the prediction whose probability is the softmax of logits. */
    public Prediction ofLogits(int index, int label) {
        int best = best();
        double sum = 0;
        for (double score : scores) {
            sum += Math.exp(score - scores[best]);
        }
        return new Prediction(index, label, best, 1 / sum, rankOrNone(label));
    }

    /**
     * Returns the prediction whose probability is the share of votes. A class without a vote was not named, so it ranks
     * behind all classes.
     */
    public Prediction ofVotes(int index, int label) {
        int best = best();
        double sum = 0;
        for (double score : scores) {
            sum += score;
        }
        boolean named = label == ImageDataset.UNLABELLED || scores[label] > 0;
        int rank = named ? rankOrNone(label) : scores.length;
        return new Prediction(index, label, best, scores[best] / sum, rank);
    }

    private int rankOrNone(int label) {
        return label == ImageDataset.UNLABELLED ? -1 : rank(label);
    }

    /**
     * Checks a label.
     *
     * @param task what the user does
     * @throws IllegalArgumentException if it is neither a class nor {@link ImageDataset#UNLABELLED}
     */
    public static void checkLabel(String task, int index, int label, int classes) {
        if (label != ImageDataset.UNLABELLED && (label < 0 || label >= classes)) {
            throw new IllegalArgumentException(
                    task + ": expected labels from 0 to " + (classes - 1) + ", got " + label + " for image " + index);
        }
    }

    /**
     * Returns the scores of a row.
     *
     * @param values [B, classes], row-major
     * @throws ArithmeticException if a score is not finite
     */
    public static ClassScores row(String task, int index, float[] values, int row, int classes) {
        double[] scores = new double[classes];
        for (int c = 0; c < classes; c++) {
            float score = values[row * classes + c];
            if (!Float.isFinite(score)) {
                throw new ArithmeticException(task + ": expected finite logits, got " + score + " for image " + index);
            }
            scores[c] = score;
        }
        return new ClassScores(scores);
    }
}
