package io.splitmask.datasets.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.data.Image;
import io.splitmask.datasets.transform.EvalTransform;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.datasets.transform.PretrainTransform;
import io.splitmask.datasets.transform.RandAugment;
import io.splitmask.datasets.transform.RandomErasing;
import io.splitmask.datasets.transform.RandomResizedCrop;
import io.splitmask.datasets.transform.Stage;
import io.splitmask.datasets.transform.StagedTransform;
import io.splitmask.datasets.transform.TrainAugmentation;
import io.splitmask.datasets.transform.TrainTransform;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DataBenchmarkTest {
    static Stream<StagedTransform> transforms() {
        TrainAugmentation policy = new TrainAugmentation(
                RandomResizedCrop.STANDARD, 0.5, RandAugment.of(9), RandomErasing.withProbability(0.25));
        return Stream.of(
                new PretrainTransform(32),
                new TrainTransform(32, policy, Normalization.IMAGENET),
                new EvalTransform(32));
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void everyStageHasItsShare(StagedTransform transform) throws Exception {
        DataBenchmarkResult result = new DataBenchmark(new SyntheticPhotos(3, 120, 90), transform).run(2, 40, 2);
        assertThat(result.numImages()).isEqualTo(40);
        assertThat(result.numPixels()).isEqualTo(40L * 120 * 90);
        assertThat(result.stageNanos()).containsKeys(Stage.READ, Stage.DECODE, Stage.RESIZE, Stage.NORMALISE);
        double sum = Arrays.stream(Stage.values()).mapToDouble(result::share).sum();
        assertThat(sum).isCloseTo(1, within(1e-9));
        assertThat(result.share(Stage.DECODE)).isBetween(0.01, 0.99);
        assertThat(result.imagesPerSecondPerCore()).isCloseTo(40e9 / result.processorNanos(), within(1e-6));
        assertThat(result.imagesPerSecond()).isPositive();
    }

    @Test
    void ratesFollowFromTheTimes() {
        DataBenchmarkResult result = new DataBenchmarkResult(
                10, 1000, 1, 40_000_000, 50_000_000, Map.of(Stage.DECODE, 15_000_000L, Stage.RESIZE, 5_000_000L));
        assertThat(result.imagesPerSecondPerCore()).isEqualTo(500);
        assertThat(result.imagesPerSecond()).isEqualTo(250);
        assertThat(result.share(Stage.DECODE)).isEqualTo(0.75);
        assertThat(result.share(Stage.AUGMENT)).isZero();
        assertThat(result.microsPerImage(Stage.RESIZE)).isEqualTo(500);
    }

    @Test
    void photosWeighAsMuchAsImagenetsAndAreAlwaysTheSame() throws IOException {
        SyntheticPhotos photos = new SyntheticPhotos(2, 500, 375);
        assertThat(photos.meanBytes()).isBetween(95_000L, 125_000L);
        Image first = photos.read(0);
        assertThat(first.width()).isEqualTo(500);
        assertThat(first.rgb())
                .isEqualTo(new SyntheticPhotos(1, 500, 375).read(0).rgb());
        assertThat(first.rgb()).isNotEqualTo(photos.read(1).rgb());
    }

    @Test
    void badNumbersAreRefused() {
        DataBenchmark benchmark = new DataBenchmark(new SyntheticPhotos(1, 20, 20), new EvalTransform(8));
        assertThatThrownBy(() -> benchmark.run(0, 0, 1)).hasMessageContaining("at least 1 image");
        assertThatThrownBy(() -> new DataBenchmark(new SyntheticPhotos(0, 20, 20), new EvalTransform(8)))
                .hasMessage("synthetic photos: expected at least 1, got none");
    }
}
