package io.splitmask.eval.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.data.ImageDataset;
import io.splitmask.eval.Prediction;
import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.InstalledEngines;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The expected optimum comes from Newton's method on scikit-learn's objective, written in NumPy in double precision; its
 * gradient is below 1e-16.
 */
class LogisticProbeTest {
    private static final int CLASSES = 3;
    private static final int WIDTH = 3;
    private static final float[] FEATURES = {
        1.5f, -.5f, .25f, .75f, 1.25f, -1, -1, .5f, 2, .5f, .5f, .5f, -.25f, -1.5f, 1, 2, 1, -.75f, -1.25f, .75f, -.5f,
        .25f, -.75f, 1.75f, 1, 1.5f, .5f, -.5f, .25f, -1.5f, -1.75f, -1, .75f, .5f, -2, -.25f
    };
    private static final int[] LABELS = {0, 1, 2, 0, 2, 0, 1, 2, 1, 1, 2, 0};
    private static final FeatureTable TRAIN = FeatureTable.of(FEATURES, WIDTH, LABELS);
    private static final FeatureTable TEST =
            FeatureTable.of(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1, -1, -1, -1}, WIDTH, new int[] {0, 1, 1, 2});
    private static final LogisticRecipe RECIPE = new LogisticRecipe(0.5, 1e-6, 200);

    /** Weights [3, 3], then biases. */
    private static final double[] OPTIMUM = {
        0.6962397212839394,
        -0.27213918729141645,
        -0.19549234792854164,
        -0.2383183693125522,
        0.6305622586915623,
        -0.5307861178299215,
        -0.457921351971387,
        -0.358423071400146,
        0.7262784657584631,
        0.07348390687834791,
        0.18728388719297617,
        -0.2607677940713241
    };

    private static final double OPTIMAL_VALUE = 0.589249676337496;
    private static final double OPTIMAL_LOSS = 0.40601596571262716;
    private static final double[] OPTIMAL_PROBABILITIES = {
        0.6003018766341767, 0.6251994653697223, 0.4997497211124654, 0.4490676848786822
    };
    private static final int[] OPTIMAL_CLASSES = {0, 1, 2, 1};

    private static ProbeResult run(String engine, LogisticRecipe recipe, FeatureTable train, FeatureTable test)
            throws IOException {
        try (Backend backend = InstalledEngines.open(engine)) {
            ProbeResult result = new LogisticProbe(backend, recipe, CLASSES).run(train, test);
            assertThat(backend.memory().liveBuffers()).isZero();
            return result;
        }
    }

    private static ProbeResult run(LogisticRecipe recipe, FeatureTable train, FeatureTable test) throws IOException {
        return run(ReferenceBackendProvider.NAME, recipe, train, test);
    }

    static Stream<String> engines() {
        return Stream.concat(Stream.of(ReferenceBackendProvider.NAME), InstalledEngines.fast().stream());
    }

    private interface ObjectiveCheck {
        void check(LogisticObjective objective);
    }

    private static void withObjective(String engine, FeatureTable train, double c, ObjectiveCheck check) {
        try (Backend backend = InstalledEngines.open(engine);
                TensorScope scope = TensorScope.open()) {
            ProbeNetwork network = new ProbeNetwork(backend, WIDTH, CLASSES, false);
            check.check(new LogisticObjective(network, CLASSES, train, c));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void objectiveIsThatOfScikitLearn(String engine) {
        withObjective(engine, TRAIN, RECIPE.c(), objective -> {
            double[] gradient = new double[OPTIMUM.length];
            assertThat(objective.size()).isEqualTo(OPTIMUM.length);
            assertThat(objective.value(OPTIMUM, gradient)).isCloseTo(OPTIMAL_VALUE, within(1e-7));
            assertThat(objective.crossEntropy()).isCloseTo(OPTIMAL_LOSS, within(1e-7));
            for (double component : gradient) {
                assertThat(component).isCloseTo(0, within(1e-7));
            }
        });
    }

    @Test
    void gradientIsThatOfFiniteDifferences() {
        RandomStream random = SplittableSeed.of(4).stream();
        double[] weights = new double[OPTIMUM.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextDouble() - 0.5;
        }
        withObjective(ReferenceBackendProvider.NAME, TRAIN, RECIPE.c(), objective -> {
            double[] gradient = new double[weights.length];
            var unused = objective.value(weights, gradient);
            double[] other = new double[weights.length];
            double step = 0.01;
            for (int i = 0; i < weights.length; i++) {
                double[] moved = weights.clone();
                moved[i] += step;
                double above = objective.value(moved, other);
                moved[i] -= 2 * step;
                double below = objective.value(moved, other);
                assertThat(gradient[i]).as("component %d", i).isCloseTo((above - below) / (2 * step), within(1e-5));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("engines")
    void findsTheOptimum(String engine) throws IOException {
        ProbeResult result = run(engine, RECIPE, TRAIN, TEST);
        assertThat(result.trainLoss()).isCloseTo(OPTIMAL_LOSS, within(1e-4));
        List<Prediction> predictions = result.test().predictions();
        for (int i = 0; i < OPTIMAL_CLASSES.length; i++) {
            assertThat(predictions.get(i).predicted()).isEqualTo(OPTIMAL_CLASSES[i]);
            assertThat(predictions.get(i).probability()).isCloseTo(OPTIMAL_PROBABILITIES[i], within(1e-4));
        }
        assertThat(result.topOneByEpoch())
                .as("iterations")
                .hasSizeBetween(5, 50)
                .endsWith(result.test().top1());
        assertThat(run(engine, RECIPE, TRAIN, TEST)).as("nothing is random").isEqualTo(result);
    }

    /** More than fit in a block on the engine; C is of the sum over images, so it falls as their number grows. */
    @Test
    void imagesThatRepeatLeaveTheOptimumWhereItIs() throws IOException {
        int repeats = 700;
        float[] features = new float[repeats * FEATURES.length];
        int[] labels = new int[repeats * LABELS.length];
        for (int i = 0; i < repeats; i++) {
            System.arraycopy(FEATURES, 0, features, i * FEATURES.length, FEATURES.length);
            System.arraycopy(LABELS, 0, labels, i * LABELS.length, LABELS.length);
        }
        ProbeResult result = run(RECIPE.withC(RECIPE.c() / repeats), FeatureTable.of(features, WIDTH, labels), TEST);
        assertThat(result.trainLoss()).isCloseTo(OPTIMAL_LOSS, within(1e-4));
        assertThat(result.test().predictions().get(0).probability()).isCloseTo(OPTIMAL_PROBABILITIES[0], within(1e-4));
    }

    @Test
    void stopsAtTheToleranceOrTheLimit() throws IOException {
        ProbeResult found = run(new LogisticRecipe(0.5, 1e-4, 200), TRAIN, TEST);
        assertThat(found.converged()).isTrue();
        ProbeResult roughly = run(new LogisticRecipe(0.5, 1e-2, 200), TRAIN, TEST);
        assertThat(roughly.converged()).isTrue();
        assertThat(roughly.topOneByEpoch())
                .hasSizeLessThan(found.topOneByEpoch().size());
        ProbeResult cutOff = run(RECIPE.withMaxIterations(3), TRAIN, TEST);
        assertThat(cutOff.converged()).isFalse();
        assertThat(cutOff.topOneByEpoch()).hasSize(3);
    }

    @Test
    void saysThatPrecisionEndedTheSearch() throws IOException {
        ProbeResult result = run(new LogisticRecipe(0.5, 1e-12, 200), TRAIN, TEST);
        assertThat(result.converged()).isFalse();
        assertThat(result.topOneByEpoch()).as("iterations").hasSizeLessThan(200);
        assertThat(result.trainLoss()).isCloseTo(OPTIMAL_LOSS, within(1e-4));
    }

    @Test
    void featuresThatSayNothingAreClassifiedByChance() throws IOException {
        ProbeResult result = run(RECIPE, FeatureTable.of(new float[9], WIDTH, new int[] {0, 1, 2}), TEST);
        assertThat(result.trainLoss()).isCloseTo(Math.log(3), within(1e-7));
        assertThat(result.topOneByEpoch()).containsExactly(0.25);
    }

    @Test
    void testImagesWithoutLabelsAreClassifiedButDoNotCount() throws IOException {
        FeatureTable unlabelled = FeatureTable.of(new float[WIDTH], WIDTH, new int[] {ImageDataset.UNLABELLED});
        ProbeResult result = run(RECIPE, TRAIN, unlabelled);
        assertThat(result.test().predictions()).hasSize(1);
        assertThat(result.test().labelled()).isZero();
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatThrownBy(() -> run(RECIPE, TRAIN, FeatureTable.of(new float[2], 2, new int[1])))
                .hasMessage(
                        "logistic regression: expected test features of the width 3 of the training features, got 2");
        assertThatThrownBy(() -> run(RECIPE, FeatureTable.of(new float[6], WIDTH, new int[] {1, 1}), TEST))
                .hasMessage("logistic regression: expected training images of two or more classes, got 2 of class 1");
        assertThatThrownBy(() -> run(RECIPE, FeatureTable.of(new float[0], WIDTH, new int[0]), TEST))
                .hasMessage("logistic regression: expected training images of two or more classes, got 0 images");
        float[] wrong = FEATURES.clone();
        wrong[7] = Float.NaN;
        assertThatThrownBy(() -> run(RECIPE, FeatureTable.of(wrong, WIDTH, LABELS), TEST))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("logistic regression: expected a finite loss, got NaN; features may be infinite or not a"
                        + " number");
        assertThatThrownBy(() -> new LogisticRecipe(0, Double.NaN, 0))
                .hasMessageContainingAll("c > 0, got 0.0", "tolerance > 0, got NaN", "maxIterations >= 1, got 0");
    }
}
