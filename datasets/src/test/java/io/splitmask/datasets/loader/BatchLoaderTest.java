package io.splitmask.datasets.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Batch;
import io.splitmask.data.Image;
import io.splitmask.data.View;
import io.splitmask.datasets.transform.EvalTransform;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.datasets.transform.PretrainTransform;
import io.splitmask.datasets.transform.TrainTransform;
import io.splitmask.datasets.transform.Transform;
import io.splitmask.datasets.transform.ViewSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class BatchLoaderTest {
    private static List<Batch> take(int count, FakeDataset dataset, LoaderOptions options) {
        try (BatchLoader loader = new BatchLoader(dataset, new PretrainTransform(8), options)) {
            return IntStream.range(0, count).mapToObj(i -> loader.next()).toList();
        }
    }

    private static void assertSame(List<Batch> actual, List<Batch> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).indices()).isEqualTo(expected.get(i).indices());
            assertThat(actual.get(i).labels()).isEqualTo(expected.get(i).labels());
            assertThat(actual.get(i).view(0).pixels())
                    .isEqualTo(expected.get(i).view(0).pixels());
            assertThat(actual.get(i).view(0).halfPixels())
                    .isEqualTo(expected.get(i).view(0).halfPixels());
        }
    }

    private static int[] indicesOf(List<Batch> batches) {
        return batches.stream().flatMapToInt(b -> Arrays.stream(b.indices())).toArray();
    }

    @Test
    void batchHoldsEveryPart() {
        Batch batch = take(1, new FakeDataset(20), LoaderOptions.training(7, 1)).get(0);
        assertThat(batch.size()).isEqualTo(7);
        assertThat(batch.view(0).imageSize()).isEqualTo(8);
        assertThat(batch.view(0).pixels()).hasSize(7 * 3 * 8 * 8);
        assertThat(batch.view(0).halfPixels()).hasSize(7 * 3 * 4 * 4);
        assertThat(batch.labels())
                .isEqualTo(Arrays.stream(batch.indices()).map(i -> i % 3).toArray());
    }

    /** The whole image at two sizes, the second with half-resolution pixels. */
    private record TwoViews(EvalTransform large, PretrainTransform small) implements Transform {
        @Override
        public List<ViewSize> sizes() {
            return List.of(large.sizes().get(0), small.sizes().get(0));
        }

        @Override
        public List<View> apply(Image image, RandomGenerator random) {
            return List.of(
                    large.apply(image, random).get(0),
                    small.apply(image, random).get(0));
        }
    }

    @Test
    void everyViewStandsAtItsPlaceAndGapsAreClosedInAll() throws Exception {
        FakeDataset dataset = new FakeDataset(5, 1);
        TwoViews transform = new TwoViews(new EvalTransform(8), new PretrainTransform(4));
        LoaderOptions options = LoaderOptions.evaluation(5).withMaxBadShare(0.5);
        try (BatchLoader loader = new BatchLoader(dataset, transform, options)) {
            Batch batch = loader.next();
            assertThat(batch.indices()).containsExactly(0, 2, 3, 4);
            assertThat(batch.views()).extracting(View::imageSize).containsExactly(8, 4);
            for (int slot = 0; slot < 4; slot++) {
                List<View> alone = transform.apply(
                        dataset.read(batch.indices()[slot]), SeedMix.image(0, 0, batch.indices()[slot], 0));
                assertThat(slice(batch.view(0).pixels(), slot, 192))
                        .isEqualTo(alone.get(0).pixels());
                assertThat(slice(batch.view(1).pixels(), slot, 48))
                        .isEqualTo(alone.get(1).pixels());
                assertThat(slice(batch.view(1).halfPixels(), slot, 12))
                        .isEqualTo(alone.get(1).halfPixels());
            }
        }
    }

    private static float[] slice(float[] values, int slot, int perImage) {
        return Arrays.copyOfRange(values, slot * perImage, (slot + 1) * perImage);
    }

    @Test
    void pixelsStandAtTheirPlaceInTheBatch() throws Exception {
        FakeDataset dataset = new FakeDataset(9);
        EvalTransform transform = new EvalTransform(8, 1, Normalization.IMAGENET);
        try (BatchLoader loader = new BatchLoader(dataset, transform, LoaderOptions.evaluation(9))) {
            Batch batch = loader.next();
            assertThat(batch.view(0).halfPixels()).isEmpty();
            for (int i = 0; i < 9; i++) {
                assertThat(Arrays.copyOfRange(batch.view(0).pixels(), i * 192, (i + 1) * 192))
                        .isEqualTo(transform
                                .apply(dataset.read(i), new SplittableRandom(0))
                                .get(0)
                                .pixels());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 5", "8, 2"})
    void numberOfThreadsAndPrefetchChangeNothing(int numThreads, int prefetch) {
        LoaderOptions options = LoaderOptions.training(6, 42).withMaxBadShare(0.2);
        List<Batch> expected = take(12, new FakeDataset(25, 3, 4, 17), options.withThreads(1));
        LoaderOptions.Tuning tuning = new LoaderOptions.Tuning(numThreads, prefetch);
        assertSame(take(12, new FakeDataset(25, 3, 4, 17), options.withTuning(tuning)), expected);
    }

    @Test
    void everyEpochShowsEveryImageOnceInAnotherOrder() {
        List<Batch> batches =
                take(8, new FakeDataset(22), LoaderOptions.training(6, 1).keepingRemainder());
        assertThat(batches).extracting(Batch::size).containsExactly(6, 6, 6, 4, 6, 6, 6, 4);
        int[] first = indicesOf(batches.subList(0, 4));
        int[] second = indicesOf(batches.subList(4, 8));
        int[] all = IntStream.range(0, 22).toArray();
        assertThat(first).containsExactlyInAnyOrder(all).isNotEqualTo(all).isNotEqualTo(second);
        assertThat(second).containsExactlyInAnyOrder(all);
    }

    @Test
    void incompleteLastBatchIsDroppedInTraining() {
        List<Batch> batches = take(6, new FakeDataset(22), LoaderOptions.training(6, 1));
        assertThat(batches).extracting(Batch::size).containsOnly(6);
        assertThat(indicesOf(batches.subList(0, 3))).doesNotHaveDuplicates();
        assertThat(indicesOf(batches.subList(3, 6))).doesNotHaveDuplicates();
    }

    @Test
    void shuffleIsUniform() {
        int[] firstOf = new int[5];
        for (int seed = 0; seed < 2000; seed++) {
            LoaderOptions options = LoaderOptions.training(5, seed);
            firstOf[new EpochOrder(5, options).indices(LoaderPosition.START)[0]]++;
        }
        for (int count : firstOf) {
            assertThat(count).isBetween(330, 470);
        }
    }

    @Test
    void augmentationDiffersBetweenEpochsSeedsAndImages() {
        Set<Integer> crops = new HashSet<>();
        for (long seed = 1; seed <= 2; seed++) {
            for (Batch batch : take(6, new FakeDataset(4), LoaderOptions.training(4, seed))) {
                for (int i = 0; i < 4; i++) {
                    crops.add(Arrays.hashCode(Arrays.copyOfRange(batch.view(0).pixels(), i * 192, (i + 1) * 192)));
                }
            }
        }
        assertThat(crops).hasSize(48);
    }

    @Test
    void augmentationOfAnImageDoesNotDependOnItsPlaceInABatch() {
        Map<Integer, Integer> cropOfIndex = new HashMap<>();
        for (int batchSize : new int[] {4, 6}) {
            LoaderOptions options = LoaderOptions.training(batchSize, 5);
            for (Batch batch : take(12 / batchSize, new FakeDataset(12), options)) {
                for (int i = 0; i < batchSize; i++) {
                    int crop = Arrays.hashCode(Arrays.copyOfRange(batch.view(0).pixels(), i * 192, (i + 1) * 192));
                    Integer other = cropOfIndex.putIfAbsent(batch.indices()[i], crop);
                    assertThat(other == null ? crop : other).isEqualTo(crop);
                }
            }
        }
        assertThat(cropOfIndex).hasSize(12);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 2", "1, 0", "1, 3", "2, 1"})
    void resumedLoaderGoesOnWithTheSameBatches(long epoch, int batch) {
        LoaderOptions options = LoaderOptions.training(5, 9);
        List<Batch> whole = take(16, new FakeDataset(22, 7), options);
        int begin = (int) epoch * 4 + batch;
        List<Batch> resumed = take(4, new FakeDataset(22, 7), options.startingAt(new LoaderPosition(epoch, batch)));
        assertSame(resumed, whole.subList(begin, begin + 4));
    }

    @Test
    void positionIsThatOfTheNextBatchWhateverIsPrefetched() {
        LoaderOptions options = LoaderOptions.training(5, 9).withTuning(new LoaderOptions.Tuning(2, 7));
        try (BatchLoader loader = new BatchLoader(new FakeDataset(11), new TrainTransform(4), options)) {
            List<LoaderPosition> positions = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                positions.add(loader.position());
                assertThat(loader.next().size()).isEqualTo(5);
            }
            assertThat(loader.batchesPerEpoch()).isEqualTo(2);
            assertThat(positions)
                    .extracting(p -> p.epoch() + "." + p.batch())
                    .containsExactly("0.0", "0.1", "1.0", "1.1", "2.0");
        }
    }

    @Test
    void endOfAnEpochAsStartMeansTheNextOne() {
        LoaderOptions options = LoaderOptions.training(5, 9);
        List<Batch> whole = take(4, new FakeDataset(11), options);
        assertSame(take(2, new FakeDataset(11), options.startingAt(new LoaderPosition(0, 2))), whole.subList(2, 4));
    }

    @Test
    void evaluationIsOnePassInOrder() {
        LoaderOptions options = LoaderOptions.evaluation(4);
        try (BatchLoader loader = new BatchLoader(new FakeDataset(10), new EvalTransform(4), options)) {
            List<Batch> batches = new ArrayList<>();
            while (loader.hasNext()) {
                batches.add(loader.next());
            }
            assertThat(indicesOf(batches)).isEqualTo(IntStream.range(0, 10).toArray());
            assertThat(batches).extracting(Batch::size).containsExactly(4, 4, 2);
            assertThatThrownBy(loader::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void evaluationMayResume() {
        LoaderOptions options = LoaderOptions.evaluation(4).startingAt(new LoaderPosition(0, 2));
        try (BatchLoader loader = new BatchLoader(new FakeDataset(10), new EvalTransform(4), options)) {
            assertThat(loader.next().indices()).containsExactly(8, 9);
            assertThat(loader.hasNext()).isFalse();
        }
    }

    @Test
    void waitingIsCounted() {
        LoaderOptions options = LoaderOptions.training(8, 1).withTuning(new LoaderOptions.Tuning(1, 1));
        try (BatchLoader loader = new BatchLoader(new FakeDataset(8), new TrainTransform(64), options)) {
            assertThat(loader.waitedNanos()).isZero();
            assertThat(loader.next().size()).isEqualTo(8);
            long afterFirst = loader.waitedNanos();
            assertThat(afterFirst).isPositive();
            assertThat(loader.next().size()).isEqualTo(8);
            assertThat(loader.waitedNanos()).isGreaterThan(afterFirst);
        }
    }

    @Test
    void badArgumentsAreRefused() {
        TrainTransform transform = new TrainTransform(4);
        assertThatThrownBy(() -> new BatchLoader(new FakeDataset(3), transform, LoaderOptions.training(4, 1)))
                .hasMessage("batch size: expected at most the 3 images of an epoch, got 4; use a smaller batch");
        LoaderOptions late = LoaderOptions.training(4, 1).startingAt(new LoaderPosition(3, 5));
        assertThatThrownBy(() -> new BatchLoader(new FakeDataset(9), transform, late))
                .hasMessage("loader position: expected at most 2 batches an epoch, got batch 5 of epoch 3");
        assertThatThrownBy(() -> LoaderOptions.training(0, 1)).hasMessageContaining("expected at least 1, got 0");
        assertThatThrownBy(() -> LoaderOptions.training(1, 1).withMaxBadShare(Double.NaN))
                .hasMessageContaining("expected 0..1, got NaN");
        assertThatThrownBy(() -> new LoaderOptions.Tuning(0, 1)).hasMessageContaining("got 0 and 1");
    }
}
