package io.splitmask.eval.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.data.ImageDataset;
import io.splitmask.eval.Prediction;
import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.optim.Schedule;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.train.InstalledEngines;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LinearProbeTest {
    private static final int CLASSES = 3;
    private static final int WIDTH = 7;

    /**
     * Classes that planes separate, with a margin: the class is the largest of three values, which stand 1 above the
     * others; the rest of the features is noise. Features have very different scales and offsets.
     */
    private static FeatureTable separable(int rows, String name) {
        RandomStream random = SplittableSeed.of(8).child(name).stream();
        float[] values = new float[rows * WIDTH];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = random.nextInt(CLASSES);
            for (int i = 0; i < WIDTH; i++) {
                double signal = i == labels[row] ? 2 : 0;
                double scale = i % 2 == 0 ? 1 : 0.1;
                values[row * WIDTH + i] = (float) (scale * (signal + random.nextDouble()) + 0.5 * i);
            }
        }
        return FeatureTable.of(values, WIDTH, labels);
    }

    private static ProbeResult run(ProbeRecipe recipe, FeatureTable train, FeatureTable test) throws IOException {
        return run(ReferenceBackendProvider.NAME, recipe, train, test);
    }

    private static ProbeResult run(String engine, ProbeRecipe recipe, FeatureTable train, FeatureTable test)
            throws IOException {
        try (Backend backend = InstalledEngines.open(engine)) {
            ProbeResult result = new LinearProbe(backend, recipe, CLASSES, 5).run(train, test);
            assertThat(backend.memory().liveBuffers()).isZero();
            return result;
        }
    }

    static Stream<Arguments> recipes() {
        return Stream.of(
                argumentSet("AdamW", ProbeRecipe.BEIT.withLearningRate(0.4)),
                argumentSet("SGD", ProbeRecipe.MOCO_V3),
                argumentSet("batch norm and LARS", ProbeRecipe.MAE.withLearningRate(40)));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void learnsWhatPlanesSeparate(ProbeRecipe recipe) throws IOException {
        ProbeRecipe small = recipe.withBatchSize(32).withEpochs(60, recipe.warmupEpochs());
        ProbeResult result = run(small, separable(160, "train"), separable(100, "test"));
        assertThat(result.test().top1()).isEqualTo(1);
        assertThat(result.topOneByEpoch()).hasSize(60).endsWith(1.0);
        assertThat(result.trainLoss()).isLessThan(0.3);
        assertThat(result.topOneByEpoch().get(result.bestEpoch())).isEqualTo(1);
        assertThat(result.topOneByEpoch().subList(0, result.bestEpoch())).allMatch(share -> share < 1);
    }

    /** One whole batch and one epoch from weights w: w - lr * gradient, by hand. */
    @Test
    void aStepOfGradientDescentIsTheFormula() throws IOException {
        FeatureTable train = FeatureTable.of(new float[] {1, -1}, 1, new int[] {0, 1});
        FeatureTable test = FeatureTable.of(new float[] {100}, 1, new int[] {0});
        ProbeRecipe recipe = new ProbeRecipe(ProbeOptimizer.SGD, 0.5 * 128, 0, 1, 0, 2, ProbeRecipe.Pace.EPOCH, false);
        ProbeResult result;
        try (Backend backend = InstalledEngines.open(ReferenceBackendProvider.NAME)) {
            result = new LinearProbe(backend, recipe, 2, 5).run(train, test);
        }
        // Rate 0.5 * 128 * 2 / 256 = 0.5. Small weights give probabilities of one half, so both weights move by
        // 0.5 * 0.5 in opposite directions, and the logits of 100 differ by 100 * 0.5, up to the initial weights.
        Prediction prediction = result.test().predictions().get(0);
        assertThat(prediction.predicted()).isZero();
        assertThat(prediction.probability()).isCloseTo(1, within(1e-9));
        assertThat(result.trainLoss()).isCloseTo(Math.log(2), within(0.03));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void enginesAgree(ProbeRecipe recipe) throws IOException {
        ProbeRecipe small = recipe.withBatchSize(32).withEpochs(12, recipe.warmupEpochs());
        FeatureTable train = separable(100, "train");
        FeatureTable test = separable(40, "test");
        ProbeResult expected = run(small, train, test);
        for (String engine : InstalledEngines.fast()) {
            ProbeResult result = run(engine, small, train, test);
            assertThat(result.trainLoss()).as(engine).isCloseTo(expected.trainLoss(), within(1e-4));
            assertThat(result.topOneByEpoch()).as(engine).isEqualTo(expected.topOneByEpoch());
        }
    }

    @Test
    void batchNormMakesFeaturesOfAnyScaleLearnable() throws IOException {
        ProbeRecipe recipe =
                ProbeRecipe.MAE.withLearningRate(40).withBatchSize(32).withEpochs(60, 5);
        float[] train = separable(160, "train").rows(0, 160);
        float[] huge = train.clone();
        for (int i = 0; i < huge.length; i++) {
            huge[i] = 1000 * huge[i] + 500;
        }
        int[] labels = labels(separable(160, "train"));
        FeatureTable small = FeatureTable.of(train, WIDTH, labels);
        FeatureTable large = FeatureTable.of(huge, WIDTH, labels);
        ProbeResult ofSmall = run(recipe, small, small);
        ProbeResult ofLarge = run(recipe, large, large);
        assertThat(ofLarge.trainLoss()).isCloseTo(ofSmall.trainLoss(), within(1e-3));
        assertThat(ofLarge.test().top1()).isEqualTo(1);
    }

    private static int[] labels(FeatureTable table) {
        int[] labels = new int[table.rows()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = table.label(row);
        }
        return labels;
    }

    @Test
    void rateFollowsTheRecipe() {
        Schedule beit = ProbeRecipe.BEIT.learningRates(1024, 10);
        assertThat(beit.at(0)).isEqualTo(4e-3);
        assertThat(beit.at(9)).as("the same in all of the first epoch").isEqualTo(4e-3);
        assertThat(beit.at(500)).isCloseTo(2e-3, within(1e-15));
        assertThat(ProbeRecipe.MOCO_V3.learningRates(1024, 10).at(0)).isEqualTo(12);
        Schedule mae = ProbeRecipe.MAE.learningRates(16_384, 10);
        assertThat(mae.at(0)).isZero();
        assertThat(mae.at(50)).isCloseTo(3.2, within(1e-12));
        assertThat(mae.at(100)).isCloseTo(6.4, within(1e-12));
        assertThat(mae.at(500)).isCloseTo(3.2, within(1e-12));
        assertThat(ProbeRecipe.DINO.learningRates(1024, 10).at(0)).isEqualTo(0.004);
    }

    @Test
    void testImagesWithoutLabelsAreClassifiedButDoNotCount() throws IOException {
        FeatureTable unlabelled = FeatureTable.of(new float[WIDTH], WIDTH, new int[] {ImageDataset.UNLABELLED});
        ProbeResult result = run(ProbeRecipe.BEIT.withEpochs(2, 0), separable(20, "train"), unlabelled);
        assertThat(result.test().predictions()).hasSize(1);
        assertThat(result.test().labelled()).isZero();
        assertThat(result.topOneByEpoch()).isEqualTo(List.of(Double.NaN, Double.NaN));
    }

    @Test
    void saysWhatDoesNotFit() {
        FeatureTable train = separable(20, "train");
        assertThatThrownBy(() -> run(ProbeRecipe.BEIT, train, FeatureTable.of(new float[3], 3, new int[1])))
                .hasMessage("linear probe: expected test features of the width 7 of the training features, got 3");
        assertThatThrownBy(() -> run(ProbeRecipe.BEIT, FeatureTable.of(new float[7], 7, new int[] {-1}), train))
                .hasMessage("linear probe: expected labels from 0 to 2, got -1 for image 0");
        assertThatThrownBy(() -> run(ProbeRecipe.BEIT, FeatureTable.of(new float[0], 7, new int[0]), train))
                .hasMessage("linear probe: expected one or more images in a batch, got 0 training images and batches of"
                        + " 1024");
        assertThatThrownBy(() -> run(ProbeRecipe.MAE, FeatureTable.of(new float[7], 7, new int[1]), train))
                .hasMessageContaining("expected two or more images in a batch");
        float[] infinite = new float[14];
        infinite[3] = Float.NaN;
        assertThatThrownBy(() -> run(ProbeRecipe.DINO, FeatureTable.of(infinite, 7, new int[2]), train))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("linear probe: expected a finite loss, got NaN in step 1 at learning rate 7.8125E-6;"
                        + " try a lower learning rate");
        assertThatThrownBy(() -> new ProbeRecipe(ProbeOptimizer.SGD, 0, -1, 0, 0, 0, ProbeRecipe.Pace.EPOCH, false))
                .hasMessage("ProbeRecipe: expected learningRate > 0, got 0.0; expected weightDecay >= 0, got -1.0;"
                        + " expected epochs >= 1, got 0; expected batchSize >= 1, got 0");
        assertThatThrownBy(() -> ProbeRecipe.BEIT.withEpochs(10, 1))
                .hasMessageContaining("expected warmupEpochs 0 where the learning rate moves with every epoch, got 1");
    }
}
