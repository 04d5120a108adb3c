package io.splitmask.eval.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.train.InstalledEngines;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutSearchTest {
    private static final ProbeRecipe RECIPE =
            ProbeRecipe.MOCO_V3.withBatchSize(16).withEpochs(5, 0);

    /** Two classes, told apart by the sign of the only feature, which is of this size. */
    private static FeatureTable signs(int rows, double size) {
        RandomStream random = SplittableSeed.of(1).stream();
        float[] values = new float[rows];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = row % 2;
            values[row] = (float) (size * (labels[row] == 0 ? 1 : -1) * (0.5 + random.nextDouble()));
        }
        return FeatureTable.of(values, 1, labels);
    }

    private static HeldOutSearch.Choice choose(FeatureTable train, Double... rates) throws IOException {
        try (Backend backend = InstalledEngines.open(ReferenceBackendProvider.NAME)) {
            return new HeldOutSearch("learning rate", (rate, from, on) -> new LinearProbe(
                                    backend, RECIPE.withLearningRate(rate), 2, 3)
                            .run(from, on))
                    .choose(train, List.of(rates));
        }
    }

    @Test
    void takesTheRateThatClassifiesHeldOutImagesBest() throws IOException {
        // From small weights of either sign, a rate of next to nothing leaves the initial decisions as they are.
        HeldOutSearch.Choice choice = choose(signs(60, 1), 1e-9, 1.0, 2.0);
        assertThat(choice.accuracies().keySet()).containsExactly(1e-9, 1.0, 2.0);
        assertThat(choice.accuracies()).containsEntry(1.0, 1.0).containsEntry(2.0, 1.0);
        assertThat(choice.accuracies().getOrDefault(1e-9, 1.0)).isLessThan(1);
        assertThat(choice.best()).as("the first of the best").isEqualTo(1.0);
    }

    @Test
    void ratesThatDivergeAreLeftOut() throws IOException {
        HeldOutSearch.Choice choice = choose(signs(60, 1e18), 1e38, 1e-36);
        assertThat(choice.accuracies().getOrDefault(1e38, 1.0)).isNaN();
        assertThat(choice.best()).isEqualTo(1e-36);
        assertThatThrownBy(() -> choose(signs(60, 1e18), 1e38))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageStartingWith(
                        "choice of the learning rate: expected a finite loss, got none at any of [1.0E38]; with"
                                + " the last, linear probe: ");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> choose(signs(60, 1)))
                .hasMessage("choice of the learning rate: expected one or more values, got none");
        assertThatThrownBy(() -> choose(signs(8, 1), 1.0))
                .hasMessage(
                        "choice of the learning rate: expected 5 or more training images of a class, so that one can be"
                                + " held out, got none in 8 images; give one value");
    }

    @Test
    void rowsAreSelectedAcrossParts() {
        FeatureTable table = FeatureTable.of(new float[] {0, 1, 10, 11, 20, 21}, 2, new int[] {5, 6, 7});
        FeatureTable chosen = table.select(2, 0);
        assertThat(chosen.rows(0, 2)).containsExactly(20, 21, 0, 1);
        assertThat(chosen.label(0)).isEqualTo(7);
        assertThat(chosen.index(1)).isZero();
        assertThat(table.select().rows()).isZero();
    }
}
