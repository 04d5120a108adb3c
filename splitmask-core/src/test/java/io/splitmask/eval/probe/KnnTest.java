package io.splitmask.eval.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.data.ImageDataset;
import io.splitmask.eval.Evaluation;
import io.splitmask.eval.Prediction;
import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.train.InstalledEngines;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnnTest {
    private static final double TAU = 0.07;

    /** Unit vectors of these angles, times lengths that must not matter. */
    private static FeatureTable directions(double[] angles, int... labels) {
        float[] values = new float[2 * angles.length];
        for (int i = 0; i < angles.length; i++) {
            values[2 * i] = (float) ((i + 1) * Math.cos(angles[i]));
            values[2 * i + 1] = (float) ((i + 1) * Math.sin(angles[i]));
        }
        return FeatureTable.of(values, 2, labels);
    }

    private static Map<Integer, Evaluation> classify(
            KnnRecipe recipe, int classes, FeatureTable train, FeatureTable test) throws IOException {
        try (Backend backend = InstalledEngines.open(ReferenceBackendProvider.NAME)) {
            return new Knn(backend, recipe, classes, 2, 3).classify(train, test);
        }
    }

    private static Prediction only(Map<Integer, Evaluation> results, int k) {
        List<Prediction> predictions = Objects.requireNonNull(results.get(k)).predictions();
        assertThat(predictions).hasSize(1);
        return predictions.get(0);
    }

    @Test
    void nearerNeighboursHaveMoreVotes() throws IOException {
        double near = 0.30;
        double far = 0.35;
        // One near image of class 2, two farther ones of class 0, one of class 1 on the other side.
        FeatureTable train = directions(new double[] {far, -far, near, 3}, 0, 0, 2, 1);
        FeatureTable test = directions(new double[] {0}, 2);
        Map<Integer, Evaluation> results = classify(new KnnRecipe(List.of(1, 3, 4), TAU), 3, train, test);

        double nearVotes = Math.exp(Math.cos(near) / TAU);
        double farVotes = 2 * Math.exp(Math.cos(far) / TAU);
        double opposite = Math.exp(Math.cos(3) / TAU);
        assertThat(farVotes).as("two against one").isGreaterThan(nearVotes);
        assertThat(only(results, 1)).isEqualTo(new Prediction(0, 2, 2, 1, 0));
        Prediction three = only(results, 3);
        assertThat(three.predicted()).isZero();
        assertThat(three.rank()).isEqualTo(1);
        assertThat(three.probability()).isCloseTo(farVotes / (farVotes + nearVotes), within(1e-6));
        assertThat(only(results, 4).probability())
                .isCloseTo(farVotes / (farVotes + nearVotes + opposite), within(1e-6));
        assertThat(Objects.requireNonNull(results.get(3)).top1()).isZero();
        assertThat(Objects.requireNonNull(results.get(3)).top5()).isEqualTo(1);
    }

    @Test
    void lowTemperatureListensToTheNearestAlone() throws IOException {
        FeatureTable train = directions(new double[] {0.35, -0.35, 0.30}, 0, 0, 1);
        FeatureTable test = directions(new double[] {0}, 1);
        assertThat(only(classify(new KnnRecipe(List.of(3), 0.01), 2, train, test), 3)
                        .predicted())
                .isEqualTo(1);
    }

    /** {@code exp(s / tau)} of one and 1e-3 is more than a double holds. */
    @Test
    void temperaturesOfAnySizeGiveShares() throws IOException {
        FeatureTable train = directions(new double[] {0.01, -0.02}, 1, 0);
        Prediction prediction =
                only(classify(new KnnRecipe(List.of(2), 1e-3), 2, train, directions(new double[] {0}, 1)), 2);
        double distance = Math.cos(0.01) - Math.cos(0.02);
        assertThat(prediction.predicted()).isEqualTo(1);
        assertThat(prediction.probability()).isCloseTo(1 / (1 + Math.exp(-distance / 1e-3)), within(1e-4));
    }

    @Test
    void classesWithoutAVoteAreNotAmongTheBestFive() throws IOException {
        FeatureTable train = directions(new double[] {0.1, 3, 3}, 2, 0, 1);
        Map<Integer, Evaluation> results =
                classify(new KnnRecipe(List.of(1, 3), TAU), 3, train, directions(new double[] {0}, 0));
        assertThat(only(results, 1).rank()).isEqualTo(3);
        assertThat(only(results, 3).rank()).isEqualTo(1);
    }

    @Test
    void equalVotesGoToTheLowestClassAndEqualDistancesToTheFirstImage() throws IOException {
        FeatureTable train = directions(new double[] {0.5, -0.5, 0.5, -0.5, 0.5}, 3, 1, 2, 0, 4);
        FeatureTable test = directions(new double[] {0}, ImageDataset.UNLABELLED);
        Map<Integer, Evaluation> results = classify(new KnnRecipe(List.of(2), TAU), 5, train, test);
        assertThat(only(results, 2).predicted()).as("of classes 3 and 1").isEqualTo(1);
        assertThat(only(results, 2).rank()).isEqualTo(-1);
        assertThat(Objects.requireNonNull(results.get(2)).labelled()).isZero();
    }

    private static FeatureTable cloud(int rows, int width, int classes, String name) {
        RandomStream random = SplittableSeed.of(3).child(name).stream();
        int[] labels = new int[rows];
        float[] values = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            labels[row] = random.nextInt(classes);
            for (int i = 0; i < width; i++) {
                double centre = i == labels[row] % width ? 1 : 0;
                values[row * width + i] = (float) (centre + 0.7 * random.nextGaussian());
            }
        }
        return FeatureTable.of(values, width, labels);
    }

    /** Votes by the definition, in double precision and with a full sort. */
    private static int[] byDefinition(FeatureTable train, FeatureTable test, int k, int classes) {
        int[] predicted = new int[test.rows()];
        for (int row = 0; row < test.rows(); row++) {
            float[] query = test.rows(row, row + 1);
            double[] similarity = IntStream.range(0, train.rows())
                    .mapToDouble(i -> cosine(query, train.rows(i, i + 1)))
                    .toArray();
            double[] votes = new double[classes];
            IntStream.range(0, train.rows())
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -similarity[i]))
                    .limit(k)
                    .forEach(i -> votes[train.label(i)] += Math.exp(similarity[i] / TAU));
            for (int c = 1; c < classes; c++) {
                predicted[row] = votes[c] > votes[predicted[row]] ? c : predicted[row];
            }
        }
        return predicted;
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }

    static Stream<String> engines() {
        return InstalledEngines.all().stream();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void blocksAndEnginesGiveWhatTheDefinitionSays(String engine) throws IOException {
        FeatureTable train = cloud(197, 13, 300, "train");
        FeatureTable test = cloud(64, 13, 300, "test");
        int[] of10 = byDefinition(train, test, 10, 300);
        int[] of20 = byDefinition(train, test, 20, 300);
        try (Backend backend = InstalledEngines.open(engine)) {
            KnnRecipe recipe = KnnRecipe.DINO.withNeighbours(20, 10);
            for (Knn knn : List.of(new Knn(backend, recipe, 300), new Knn(backend, recipe, 300, 7, 13))) {
                Map<Integer, Evaluation> results = knn.classify(train, test);
                assertThat(results.keySet()).containsExactly(20, 10);
                assertThat(predicted(results, 10)).containsExactly(of10);
                assertThat(predicted(results, 20)).containsExactly(of20);
            }
            assertThat(backend.memory().liveBuffers()).isZero();
        }
    }

    private static int[] predicted(Map<Integer, Evaluation> results, int k) {
        return Objects.requireNonNull(results.get(k)).predictions().stream()
                .mapToInt(Prediction::predicted)
                .toArray();
    }

    @Test
    void saysWhatDoesNotFit() {
        FeatureTable three = directions(new double[] {0, 1, 2}, 0, 1, 1);
        KnnRecipe one = KnnRecipe.DINO.withNeighbours(1);
        assertThatThrownBy(() -> classify(KnnRecipe.DINO, 2, three, three))
                .hasMessage("knn: expected at least 200 training images, as many as neighbours, got 3");
        assertThatThrownBy(() -> classify(one, 2, three, FeatureTable.of(new float[3], 3, new int[1])))
                .hasMessage("knn: expected test features of the width 2 of the training features, got 3");
        assertThatThrownBy(() -> classify(one, 1, three, three))
                .hasMessage("knn: expected labels from 0 to 0, got 1 for image 1");
        assertThatThrownBy(() -> classify(one, 2, directions(new double[] {0}, -1), three))
                .hasMessage("knn: expected labels from 0 to 1, got -1 for image 0");
        assertThatThrownBy(() -> classify(one, 2, three, FeatureTable.of(new float[] {Float.NaN, 1}, 2, new int[1])))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("knn: expected finite similarities, got NaN for image 0");
        assertThatThrownBy(() -> new KnnRecipe(List.of(0), 0))
                .hasMessage("KnnRecipe: expected temperature > 0, got 0.0; expected neighbours >= 1, got 0");
    }
}
