package io.splitmask.eval.probe;

import io.splitmask.eval.Evaluation;
import java.util.List;

/**
 * What a linear probe learnt.
 *
 * @param test the predictions for the test images after the last epoch
 * @param topOneByEpoch share of the test images that were right after each epoch, 0..1; NaN without labels; of logistic
 *     regression, after each iteration
 * @param trainLoss mean cross-entropy: of the last epoch, or of logistic regression at the end
 * @param converged whether logistic regression found its optimum within the tolerance; true of probes that train for a
 *     number of epochs
 */
public record ProbeResult(Evaluation test, List<Double> topOneByEpoch, double trainLoss, boolean converged) {
    /** Copies the list. */
    public ProbeResult {
        topOneByEpoch = List.copyOf(topOneByEpoch);
    }

    /** Returns the epoch, from 0, with the best accuracy, the first if several. It is chosen by the test images. */
    public int bestEpoch() {
        int best = 0;
        for (int epoch = 1; epoch < topOneByEpoch.size(); epoch++) {
            best = topOneByEpoch.get(epoch) > topOneByEpoch.get(best) ? epoch : best;
        }
        return best;
    }
}
