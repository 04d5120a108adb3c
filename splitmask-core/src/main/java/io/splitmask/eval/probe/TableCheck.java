package io.splitmask.eval.probe;

import io.splitmask.eval.ClassScores;
import io.splitmask.eval.feature.FeatureTable;

/** Checks that features to learn from and features to test on fit each other and the classes. */
final class TableCheck {
    private TableCheck() {}

    /**
     * Checks widths and labels.
     *
     * @param task what the user does
     * @throws IllegalArgumentException if something does not fit, or a training image has no label
     */
    static void require(String task, FeatureTable train, FeatureTable test, int classes) {
        if (train.width() != test.width()) {
            throw new IllegalArgumentException(task + ": expected test features of the width " + train.width()
                    + " of the training features, got " + test.width());
        }
        train.requireLabels(task, classes);
        for (int row = 0; row < test.rows(); row++) {
            ClassScores.checkLabel(task, test.index(row), test.label(row), classes);
        }
    }
}
