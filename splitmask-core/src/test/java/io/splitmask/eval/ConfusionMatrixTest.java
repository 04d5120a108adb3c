package io.splitmask.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.data.ImageDataset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    private static final Evaluation EVALUATION = new Evaluation(List.of(
            predicted(0, 0),
            predicted(0, 0),
            predicted(0, 2),
            predicted(0, 1),
            predicted(2, 2),
            predicted(ImageDataset.UNLABELLED, 1)));

    private static Prediction predicted(int label, int predicted) {
        return new Prediction(0, label, predicted, 0.5, label < 0 ? -1 : label == predicted ? 0 : 1);
    }

    @Test
    void countsWhatEachClassWasTakenFor() {
        ConfusionMatrix matrix = EVALUATION.confusion(3);
        assertThat(matrix.row(0)).containsExactly(2, 1, 1);
        assertThat(matrix.row(1)).containsExactly(0, 0, 0);
        assertThat(matrix.row(2)).containsExactly(0, 0, 1);
        assertThat(matrix.count(0, 2)).isEqualTo(1);
        assertThat(matrix.images(0)).isEqualTo(4);
    }

    @Test
    void givesTheAccuracyByClassAndTheirMean() {
        ConfusionMatrix matrix = EVALUATION.confusion(3);
        assertThat(matrix.accuracy(0)).isEqualTo(0.5);
        assertThat(matrix.accuracy(1)).isNaN();
        assertThat(matrix.accuracy(2)).isEqualTo(1);
        assertThat(matrix.meanAccuracy()).isCloseTo(0.75, within(1e-15));
        assertThat(EVALUATION.top1()).isEqualTo(0.6);
        assertThat(new Evaluation(List.of()).confusion(1).meanAccuracy()).isNaN();
    }

    @Test
    void showsEachPairThatOccursAndTheCommonestMistake() {
        ConfusionMatrix matrix = EVALUATION.confusion(3);
        Map<List<Integer>, Integer> pairs = new HashMap<>();
        matrix.forEach((label, predicted, count) -> pairs.put(List.of(label, predicted), count));
        assertThat(pairs).isEqualTo(Map.of(List.of(0, 0), 2, List.of(0, 1), 1, List.of(0, 2), 1, List.of(2, 2), 1));
        assertThat(matrix.commonestMistake(0)).contains(new ConfusionMatrix.Mistake(1, 1));
        assertThat(matrix.commonestMistake(1)).as("no images").isEmpty();
        assertThat(matrix.commonestMistake(2)).as("all recognised").isEmpty();
    }

    @Test
    void rejectsClassesThatThereAreNot() {
        assertThatThrownBy(() -> EVALUATION.confusion(2))
                .hasMessage("confusion matrix: expected classes from 0 to 1, got 2");
        assertThatThrownBy(() -> EVALUATION.confusion(3).row(3)).hasMessageContaining("got 3");
    }
}
