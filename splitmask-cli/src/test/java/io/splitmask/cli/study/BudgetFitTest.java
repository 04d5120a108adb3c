package io.splitmask.cli.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetFitTest {
    /** 1,000 updates of 0.1 s and 200 of 0.5 s, four fine-tunings of 10 epochs of 2 s, 20 s of other things: 300 s. */
    private static final RunCosts COSTS = new RunCosts(
            List.of(new RunCosts.Pretraining("a", 1000, 0.1), new RunCosts.Pretraining("b", 200, 0.5)), 4, 10, 2, 20);

    private final BudgetFit fit = new BudgetFit(COSTS, 5);

    @Test
    void thePlanAsItIsTakesTheSumOfItsParts() {
        assertThat(fit.seconds(1)).isCloseTo(100 + 100 + 80 + 20, within(1e-9));
    }

    @Test
    void pretrainingsKeepTheirProportionsAndFineTuningFollows() {
        StudyLengths half = fit.lengths(0.5);
        assertThat(half.updates()).containsEntry("a", 500L).containsEntry("b", 100L);
        assertThat(half.finetuneEpochs()).isEqualTo(5);
        assertThat(half.expectedSeconds()).isCloseTo(50 + 50 + 40 + 20, within(1e-9));
    }

    @Test
    void aLongBudgetLengthensPretrainingAlone() {
        StudyLengths twice = fit.lengths(2);
        assertThat(twice.updates()).containsEntry("a", 2000L);
        assertThat(twice.finetuneEpochs()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"40", "100", "160", "299", "300", "555", "1000"})
    void whatIsChosenFitsAndHardlyMoreWould(double budget) {
        double factor = fit.factor(budget).orElseThrow();
        assertThat(fit.seconds(factor)).isLessThanOrEqualTo(budget);
        assertThat(fit.seconds(Math.min(5, factor * 1.001 + 1e-4)))
                .as("seconds with a little more")
                .satisfiesAnyOf(more -> assertThat(more).isGreaterThan(budget - 9), more -> assertThat(factor)
                        .isEqualTo(5));
    }

    @Test
    void noBudgetGoesBeyondTheLongestFactor() {
        assertThat(fit.factor(1e9)).hasValue(5);
    }

    @Test
    void theShortestFormHasFewUpdatesAndOneEpoch() {
        double least = 8 * 0.1 + 8 * 0.5 + 4 * 2 + 20;
        assertThat(fit.seconds(0)).isCloseTo(least, within(1e-9));
        assertThat(fit.factor(least - 0.1)).isEmpty();
        assertThat(fit.factor(least + 0.1)).isPresent();
    }

    @Test
    void theLeastBudgetIsOneThatFits() {
        double minutes = Double.parseDouble(fit.leastMinutes(0.9, 12));
        assertThat(fit.factor(0.9 * 60 * minutes - 12)).isPresent();
        assertThat(fit.factor(0.9 * 60 * (minutes - 0.2) - 12)).isEmpty();
    }

    @Test
    void pretrainingsThatAreShorterThanTheLeastStayAsTheyAre() {
        RunCosts brief = new RunCosts(List.of(new RunCosts.Pretraining("a", 3, 1)), 0, 0, 0, 0);
        StudyLengths lengths = new BudgetFit(brief, 1).lengths(0);
        assertThat(lengths.updates()).containsEntry("a", 3L);
        assertThat(lengths.finetuneEpochs()).isZero();
    }
}
