package io.splitmask.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.autograd.Tape;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NearestWordsTest {
    private final CheckedBackend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
    private TensorScope scope;

    @BeforeEach
    void openScope() {
        scope = TensorScope.open();
    }

    @AfterEach
    void closeAll() {
        scope.close();
        backend.close();
    }

    @Test
    void theMetricDecidesBetweenAShortWordNearbyAndALongWordInTheSameDirection() {
        float[] words = {1, 0, 9, 0, 0, 2};
        Tensor rows = Tensor.of(backend, new float[] {2, 0.5f}, 1, 2);
        assertThat(new NearestWords(backend, Metric.EUCLIDEAN, words, 2)
                        .of(rows)
                        .toInts())
                .containsExactly(0);
        assertThat(new NearestWords(backend, Metric.COSINE, words, 2).of(rows).toInts())
                .containsExactly(1);
    }

    @Test
    void euclideanIsTheSmallestDistanceAtAnyNumberOfRowsAtOnce() {
        int width = 5;
        float[] words = normal("words", 11 * width);
        float[] rows = normal("rows", 29 * width);
        Tensor uploaded = Tensor.of(backend, rows, 29, width);
        for (int maxScores : new int[] {1, 11, 33, 29 * 11, 1000}) {
            NearestWords nearest = new NearestWords(backend, Metric.EUCLIDEAN, words, width, maxScores);
            assertThat(nearest.of(uploaded).toInts())
                    .as("%d scores at once", maxScores)
                    .isEqualTo(byDistance(rows, words, width));
        }
    }

    private static int[] byDistance(float[] rows, float[] words, int width) {
        int[] nearest = new int[rows.length / width];
        for (int row = 0; row < nearest.length; row++) {
            double best = Double.POSITIVE_INFINITY;
            for (int word = 0; word < words.length / width; word++) {
                double distance = 0;
                for (int i = 0; i < width; i++) {
                    double difference = (double) rows[row * width + i] - words[word * width + i];
                    distance += difference * difference;
                }
                if (distance < best) {
                    best = distance;
                    nearest[row] = word;
                }
            }
        }
        return nearest;
    }

    @Test
    void ofEqualScoresTheLowestNumberWins() {
        float[] words = {0, 4, 2, 0, 0, 2, 2, 0};
        Tensor rows = Tensor.of(backend, new float[] {1, 1, 3, 0, 0, 3}, 3, 2);
        assertThat(new NearestWords(backend, Metric.EUCLIDEAN, words, 2)
                        .of(rows)
                        .toInts())
                .containsExactly(1, 1, 0);
        assertThat(new NearestWords(backend, Metric.COSINE, words, 2).of(rows).toInts())
                .containsExactly(0, 1, 0);
    }

    @Test
    void onlyTheResultIsKeptAndNothingIsRecorded() {
        NearestWords nearest = new NearestWords(backend, Metric.EUCLIDEAN, normal("words", 12), 3, 8);
        Tensor rows = Tensor.of(backend, normal("rows", 30), 10, 3).asLeaf();
        int before = scope.size();
        try (Tape tape = Tape.record()) {
            assertThat(nearest.of(rows).node()).isNull();
            assertThat(tape.size()).isZero();
        }
        assertThat(scope.size()).isEqualTo(before + 1);
    }

    @Test
    void rejectsRowsOfAnotherWidth() {
        NearestWords nearest = new NearestWords(backend, Metric.COSINE, normal("words", 12), 3);
        Tensor rows = Tensor.of(backend, normal("rows", 8), 2, 4);
        assertThatThrownBy(() -> nearest.of(rows))
                .isInstanceOf(ShapeException.class)
                .hasMessage("nearestWords: expected rows [R, 3], got [2, 4]");
        assertThatThrownBy(() -> new NearestWords(backend, Metric.COSINE, new float[7], 3))
                .hasMessageContaining("expected one or more words of 3 values, got 7 values");
    }

    private static float[] normal(String name, int count) {
        RandomStream random = SplittableSeed.of(2).child(name).stream();
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
