package io.splitmask.datasets.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Batch;
import io.splitmask.datasets.transform.TrainTransform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RepeatedAugmentationTest {
    private static List<Batch> take(int count, int numImages, LoaderOptions options) {
        try (BatchLoader loader = new BatchLoader(new FakeDataset(numImages), new TrainTransform(4), options)) {
            return IntStream.range(0, count).mapToObj(i -> loader.next()).toList();
        }
    }

    private static int[] epoch(int numImages, LoaderOptions options, long epoch) {
        EpochOrder order = new EpochOrder(numImages, options);
        return IntStream.range(0, order.batchesPerEpoch())
                .flatMap(batch -> Arrays.stream(order.indices(new LoaderPosition(epoch, batch))))
                .toArray();
    }

    /** The definition for one process: each image of a permutation in a row, of which the first ones are kept. */
    private static int[] expected(int[] permutation, int repeats, int numKept) {
        return IntStream.range(0, numKept).map(i -> permutation[i / repeats]).toArray();
    }

    @ParameterizedTest
    @CsvSource({"256, 3, 256", "511, 3, 256", "512, 3, 512", "1000, 3, 768", "700, 2, 512", "90, 3, 90"})
    void epochRepeatsTheFirstImagesOfThePermutation(int numImages, int repeats, int numKept) {
        LoaderOptions plain = LoaderOptions.training(16, 7).keepingRemainder();
        for (long epoch = 0; epoch < 2; epoch++) {
            assertThat(epoch(numImages, plain.withRepeats(repeats), epoch))
                    .isEqualTo(expected(epoch(numImages, plain, epoch), repeats, numKept));
        }
    }

    @Test
    void epochsShowOtherImages() {
        LoaderOptions options = LoaderOptions.training(16, 7).withRepeats(3);
        long numShown = Arrays.stream(epoch(300, options, 0)).distinct().count();
        assertThat(numShown).isEqualTo(86); // ceil(256 / 3)
        assertThat(epoch(300, options, 0)).isNotEqualTo(epoch(300, options, 1));
    }

    @Test
    void repetitionsOfAnImageDiffer() {
        List<Batch> batches = take(2, 20, LoaderOptions.training(8, 3).withRepeats(3));
        List<float[]> crops = new ArrayList<>();
        for (Batch batch : batches) {
            for (int i = 0; i < 8; i++) {
                crops.add(Arrays.copyOfRange(batch.view(0).pixels(), i * 48, (i + 1) * 48));
            }
        }
        for (int i = 0; i < 15; i += 3) { // the third image is cut in two by the end of the batch
            assertThat(crops.get(i)).isNotEqualTo(crops.get(i + 1)).isNotEqualTo(crops.get(i + 2));
            assertThat(crops.get(i + 1)).isNotEqualTo(crops.get(i + 2));
        }
    }

    @Test
    void firstRepetitionLooksAsWithoutRepeats() {
        LoaderOptions plain = LoaderOptions.training(6, 3);
        Batch once = take(1, 20, plain).get(0);
        Batch repeated = take(1, 20, plain.withRepeats(3)).get(0);
        assertThat(Arrays.copyOfRange(repeated.view(0).pixels(), 3 * 48, 4 * 48))
                .isEqualTo(Arrays.copyOfRange(once.view(0).pixels(), 48, 2 * 48));
    }

    @Test
    void resumedLoaderGoesOnWithTheSameBatches() {
        LoaderOptions options = LoaderOptions.training(7, 3).withRepeats(3);
        List<Batch> whole = take(12, 33, options);
        List<Batch> resumed = take(6, 33, options.startingAt(new LoaderPosition(1, 2)));
        for (int i = 0; i < 6; i++) {
            assertThat(resumed.get(i).indices()).isEqualTo(whole.get(6 + i).indices());
            assertThat(resumed.get(i).view(0).pixels())
                    .isEqualTo(whole.get(6 + i).view(0).pixels());
        }
    }

    @Test
    void badNumbersAreRefused() {
        assertThatThrownBy(() -> LoaderOptions.training(4, 1).withRepeats(0)).hasMessageContaining("got 0 in TRAINING");
        assertThatThrownBy(() -> LoaderOptions.evaluation(4).withRepeats(3))
                .hasMessage("repeats: expected at least 1, and 1 in evaluation, got 3 in EVALUATION");
        LoaderOptions large = LoaderOptions.training(300, 1).withRepeats(3);
        assertThatThrownBy(() -> new BatchLoader(new FakeDataset(300), new TrainTransform(4), large))
                .hasMessage("batch size: expected at most the 256 images of an epoch, got 300; use a smaller batch");
    }
}
