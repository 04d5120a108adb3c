package io.splitmask.datasets.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Batch;
import io.splitmask.data.Image;
import io.splitmask.data.View;
import io.splitmask.datasets.Warnings;
import io.splitmask.datasets.transform.EvalTransform;
import io.splitmask.datasets.transform.TrainTransform;
import io.splitmask.datasets.transform.Transform;
import io.splitmask.datasets.transform.ViewSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LoaderFailuresTest {
    /** Runs an action for each image. */
    private record Spy(Runnable action) implements Transform {
        @Override
        public List<ViewSize> sizes() {
            return List.of(ViewSize.whole(2));
        }

        @Override
        public List<View> apply(Image image, RandomGenerator random) {
            action.run();
            return List.of(View.of(2, new float[12]));
        }
    }

    private static long numLoaderThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("splitmask-loader-"))
                .count();
    }

    @Test
    void nextReadableImageStandsInDuringTraining() {
        FakeDataset dataset = new FakeDataset(20, 5, 6, 19);
        LoaderOptions options = LoaderOptions.training(20, 3).withMaxBadShare(0.2);
        int[] drawn = new EpochOrder(20, options).indices(LoaderPosition.START);
        try (BatchLoader loader = new BatchLoader(dataset, new TrainTransform(4), options)) {
            Batch batch = loader.next();
            int[] expected = Arrays.stream(drawn)
                    .map(i -> i == 5 || i == 6 ? 7 : i == 19 ? 0 : i)
                    .toArray();
            assertThat(batch.size()).isEqualTo(20);
            assertThat(batch.indices()).isEqualTo(expected);
            assertThat(batch.labels())
                    .isEqualTo(Arrays.stream(expected).map(i -> i % 3).toArray());
            assertThat(loader.numBadImages()).isEqualTo(3);
        }
    }

    @Test
    void unreadableImagesAreLeftOutOfAnEvaluation() {
        FakeDataset dataset = new FakeDataset(12, 1, 4, 5, 6, 7);
        LoaderOptions options = LoaderOptions.evaluation(4).withMaxBadShare(0.5);
        EvalTransform transform = new EvalTransform(4);
        try (BatchLoader loader = new BatchLoader(dataset, transform, options);
                BatchLoader whole = new BatchLoader(new FakeDataset(12), transform, options)) {
            List<Batch> batches = new ArrayList<>();
            while (loader.hasNext()) {
                batches.add(loader.next());
            }
            assertThat(batches).hasSize(2);
            assertThat(batches.get(0).indices()).containsExactly(0, 2, 3);
            assertThat(batches.get(0).labels()).containsExactly(0, 2, 0);
            assertThat(batches.get(1).indices()).containsExactly(8, 9, 10, 11);
            assertThat(loader.badImages()).containsOnlyKeys(1, 4, 5, 6, 7).containsEntry(4, "image4: damaged");
            float[] all = whole.next().view(0).pixels();
            assertThat(batches.get(0).view(0).pixels()).hasSize(3 * 48);
            assertThat(Arrays.copyOfRange(batches.get(0).view(0).pixels(), 48, 144))
                    .isEqualTo(Arrays.copyOfRange(all, 96, 192));
        }
    }

    @Test
    void evaluationThatEndsWithUnreadableImagesEnds() {
        LoaderOptions options = LoaderOptions.evaluation(2).withMaxBadShare(0.5);
        try (BatchLoader loader = new BatchLoader(new FakeDataset(4, 2, 3), new EvalTransform(4), options)) {
            assertThat(loader.next().indices()).containsExactly(0, 1);
            assertThat(loader.hasNext()).isFalse();
        }
    }

    @Test
    void unreadableImageIsTriedAndLoggedOnce() throws Exception {
        FakeDataset dataset = new FakeDataset(20, 5);
        List<String> warnings = Warnings.during(() -> {
            try (BatchLoader loader = new BatchLoader(
                    dataset,
                    new TrainTransform(4),
                    LoaderOptions.training(20, 1).withTuning(new LoaderOptions.Tuning(1, 1)))) {
                for (int i = 0; i < 4; i++) {
                    assertThat(loader.next().size()).isEqualTo(20);
                }
            }
        });
        assertThat(warnings)
                .filteredOn(line -> line.contains("image5"))
                .singleElement()
                .asString()
                .contains("WARN", "image left out: image5: damaged");
    }

    @Test
    void exactlyTheToleratedShareIsTolerated() {
        LoaderOptions options = LoaderOptions.training(10, 1);
        try (BatchLoader loader = new BatchLoader(new FakeDataset(10, 4), new TrainTransform(4), options)) {
            assertThat(loader.next().size()).isEqualTo(10);
        }
    }

    @Test
    void tooManyUnreadableImagesFailWithCountAndExamples() {
        LoaderOptions options = LoaderOptions.training(10, 1).withThreads(1);
        try (BatchLoader loader = new BatchLoader(new FakeDataset(10, 4, 8), new TrainTransform(4), options)) {
            assertThatThrownBy(loader::next)
                    .isInstanceOf(LoaderException.class)
                    .hasMessage("batch 0 of epoch 0: 2 of 10 images are unreadable; expected at most 10.0 %;"
                            + " first: image4: damaged; image8: damaged");
            assertThatThrownBy(loader::next).isInstanceOf(LoaderException.class);
        }
    }

    @Test
    void dataSetWithoutAReadableImageFailsEvenIfAllMayBeBad() {
        LoaderOptions options = LoaderOptions.training(2, 1).withMaxBadShare(1);
        try (BatchLoader loader = new BatchLoader(new FakeDataset(3, 0, 1, 2), new TrainTransform(4), options)) {
            assertThatThrownBy(loader::next).isInstanceOf(LoaderException.class).hasMessageContaining("3 of 3 images");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void failureOfAWorkerReachesTheCaller(int numThreads) {
        IllegalStateException fault = new IllegalStateException("no such colour");
        Transform failing = new Spy(() -> {
            throw fault;
        });
        LoaderOptions options = LoaderOptions.training(4, 1).withThreads(numThreads);
        try (BatchLoader loader = new BatchLoader(new FakeDataset(8), failing, options)) {
            assertThatThrownBy(loader::next)
                    .isInstanceOf(LoaderException.class)
                    .hasMessageMatching("batch 0 of epoch 0: image\\d: the transform failed: no such colour")
                    .hasRootCause(fault);
        }
    }

    @Test
    void errorOfAWorkerReachesTheCallerToo() {
        Transform failing = new Spy(() -> {
            throw new StackOverflowError("pretended");
        });
        try (BatchLoader loader = new BatchLoader(new FakeDataset(8), failing, LoaderOptions.training(4, 1))) {
            assertThatThrownBy(loader::next)
                    .isInstanceOf(LoaderException.class)
                    .hasMessageContaining("StackOverflowError: pretended");
        }
    }

    @Test
    void aWorkerWithoutMemorySaysWhatItWasForAndWhatLowersIt() {
        Transform failing = new Spy(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        LoaderOptions options = LoaderOptions.training(4, 1).withTuning(new LoaderOptions.Tuning(2, 3));
        try (BatchLoader loader = new BatchLoader(new FakeDataset(8), failing, options)) {
            assertThatThrownBy(loader::next)
                    .isInstanceOf(LoaderException.class)
                    .hasMessage("batch 0 of epoch 0: out of memory (Java heap space) for 3 batches of 4 images on 2"
                            + " threads; take smaller batches or fewer threads, or give Java more (-Xmx)");
        }
    }

    @Test
    void workersStopWhenEnoughIsPrepared() throws InterruptedException {
        FakeDataset dataset = new FakeDataset(100);
        LoaderOptions options = LoaderOptions.training(10, 1).withTuning(new LoaderOptions.Tuning(2, 3));
        try (BatchLoader loader = new BatchLoader(dataset, new TrainTransform(4), options)) {
            assertThat(loader.next().size()).isEqualTo(10);
            assertThat(loader.next().size()).isEqualTo(10);
        } // waits for the workers, so the count is final
        assertThat(dataset.numReads.get()).isBetween(20, 50);
    }

    @Test
    void closeEndsTheThreads() {
        long before = numLoaderThreads();
        BatchLoader loader = new BatchLoader(
                new FakeDataset(100),
                new TrainTransform(4),
                LoaderOptions.training(10, 1).withThreads(3));
        Batch batch = loader.next();
        assertThat(numLoaderThreads()).isEqualTo(before + 3);
        loader.close();
        assertThat(numLoaderThreads()).isEqualTo(before);
        loader.close();
        assertThat(batch.view(0).pixels()).hasSize(10 * 48);
        assertThatThrownBy(loader::next).isInstanceOf(LoaderException.class).hasMessage("the loader is closed");
    }

    @Test
    void closeFromAnotherThreadWakesTheCaller() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Transform blocking = new Spy(() -> {
            working.countDown();
            boolean interrupted = false;
            while (release.getCount() > 0) { // as a decoder, it does not react to interrupts
                try {
                    interrupted |= !release.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        BatchLoader loader = new BatchLoader(
                new FakeDataset(10),
                blocking,
                LoaderOptions.training(10, 1).withTuning(new LoaderOptions.Tuning(1, 1)));
        working.await();
        CompletableFuture<Throwable> caught = new CompletableFuture<>();
        Thread consumer = new Thread(() -> {
            try {
                caught.completeExceptionally(new AssertionError("got " + loader.next()));
            } catch (LoaderException e) {
                caught.complete(e);
            }
        });
        consumer.start();
        Thread closer = new Thread(loader::close);
        closer.start();
        assertThat(caught.get(30, TimeUnit.SECONDS)).hasMessageContaining("closed");
        release.countDown();
        closer.join();
        consumer.join();
        assertThat(numLoaderThreads()).isZero();
    }

    @Test
    void interruptedCallerStaysInterrupted() {
        CountDownLatch release = new CountDownLatch(1);
        Transform blocking = new Spy(() -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (BatchLoader loader = new BatchLoader(new FakeDataset(4), blocking, LoaderOptions.training(4, 1))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(loader::next)
                    .isInstanceOf(LoaderException.class)
                    .hasMessage("interrupted while waiting for batch 0 of epoch 0");
            assertThat(Thread.interrupted()).isTrue();
            release.countDown();
        }
    }
}
