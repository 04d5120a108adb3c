package io.splitmask.cli.study;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Chooses lengths that fit a budget. All pre-trainings are shortened or lengthened by one factor, so that they keep their
 * proportions; fine-tuning is shortened by the same factor, and never lengthened.
 *
 * @param costs what runs take
 * @param maxFactor most by which pre-training is lengthened, at least 1
 */
record BudgetFit(RunCosts costs, double maxFactor) {
    /** No pre-training gets fewer updates: {@value}. */
    static final int MIN_UPDATES = 8;

    private static final int HALVINGS = 60;

    /** Returns the longest that fits; empty if not even the shortest does. @param seconds the budget */
    OptionalDouble factor(double seconds) {
        if (seconds(0) > seconds) {
            return OptionalDouble.empty();
        }
        double low = 0;
        double high = maxFactor;
        if (seconds(high) <= seconds) {
            return OptionalDouble.of(high);
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (seconds(middle) <= seconds) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return OptionalDouble.of(low);
    }

    /** Returns what a study takes with a factor on the lengths. */
    double seconds(double factor) {
        double pretraining = costs.pretrainings().stream()
                .mapToDouble(run -> updates(run, factor) * run.secondsPerUpdate())
                .sum();
        return pretraining + costs.finetunings() * epochs(factor) * costs.secondsPerEpoch() + costs.fixedSeconds();
    }

    /** Returns the lengths with a factor. */
    StudyLengths lengths(double factor) {
        Map<String, Long> updates = new LinkedHashMap<>();
        costs.pretrainings().forEach(run -> updates.put(run.key(), updates(run, factor)));
        return new StudyLengths(factor, updates, epochs(factor), seconds(factor));
    }

    /**
     * Returns the smallest budget for which {@link #factor} finds something, in minutes rounded up to a tenth.
     *
     * @param share of a budget that is planned for
     * @param spentSeconds that are gone before
     */
    String leastMinutes(double share, double spentSeconds) {
        return String.format(Locale.ROOT, "%.1f", Math.ceil((seconds(0) + spentSeconds) / share / 6) / 10);
    }

    private static long updates(RunCosts.Pretraining run, double factor) {
        return Math.max(Math.min(MIN_UPDATES, run.updates()), Math.round(factor * run.updates()));
    }

    private int epochs(double factor) {
        int whole = costs.finetuneEpochs();
        return whole == 0 ? 0 : (int) Math.max(1, Math.round(Math.min(1, factor) * whole));
    }
}
