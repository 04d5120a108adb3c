package io.splitmask.interop.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Batch;
import io.splitmask.data.BatchSource;
import io.splitmask.data.ImageDataset;
import io.splitmask.data.View;
import io.splitmask.datasets.EmbeddedSet;
import io.splitmask.datasets.loader.LoaderBatches;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.datasets.transform.TrainTransform;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class Nd4jBatchesTest {
    private static final int BATCH = 100;
    private static final int SIDE = 16;

    @Test
    void epochsAreThoseOfTheLoader() {
        ImageDataset images = EmbeddedSet.train();
        LoaderBatches loader = new LoaderBatches(
                images,
                new TrainTransform(SIDE),
                LoaderOptions.training(BATCH, 1).withThreads(1));
        try (BatchSource expected = loader.openAt(0);
                Nd4jBatches batches = new Nd4jBatches(loader, images.classes())) {
            assertThat(batches.batch()).isEqualTo(BATCH);
            assertThat(batches.inputColumns()).isEqualTo(3 * SIDE * SIDE);
            assertThat(batches.totalOutcomes()).isEqualTo(EmbeddedSet.NUM_CLASSES);
            for (int epoch = 0; epoch < 2; epoch++) {
                for (int i = 0; i < loader.batchesPerEpoch(); i++) {
                    Batch own = expected.next();
                    DataSet batch = batches.next();
                    assertThat(batch.getFeatures().shape()).containsExactly(BATCH, 3, SIDE, SIDE);
                    assertThat(batch.getFeatures().dup().data().asFloat())
                            .isEqualTo(own.view(0).pixels());
                    assertThat(batch.getLabels().sumNumber().intValue()).isEqualTo(BATCH);
                    assertThat(batch.getLabels().argMax(1).toIntVector()).isEqualTo(own.labels());
                }
                assertThat(batches.hasNext()).isFalse();
                assertThatThrownBy(batches::next)
                        .isInstanceOf(NoSuchElementException.class)
                        .hasMessageEndingWith("batches; reset begins another");
                batches.reset();
            }
        }
    }

    @Test
    void preProcessorsSeeEveryBatch() {
        View view = View.of(1, new float[] {1, 2, 3, 4, 5, 6});
        try (Nd4jBatches batches = new Nd4jBatches(
                position -> new Repeated(new Batch(List.of(view), new int[] {-1, 1}, new int[] {0, 1})),
                List.of("a", "b"))) {
            batches.setPreProcessor(data -> data.getFeatures().muli(2));
            DataSet batch = batches.next(2);
            assertThat(batch.getFeatures().dup().data().asFloat()).containsExactly(2, 4, 6, 8, 10, 12);
            assertThat(batch.getLabels().dup().data().asFloat()).containsExactly(0, 0, 0, 1);
            assertThatThrownBy(() -> batches.next(3))
                    .hasMessage("images: expected the loader's batch size of 2, got 3");
        }
    }

    @Test
    void severalViewsAreRefused() {
        View view = View.of(1, new float[3]);
        Repeated source = new Repeated(new Batch(List.of(view, view), new int[1], new int[1]));
        assertThatThrownBy(() -> new Nd4jBatches(position -> source, List.of("a")))
                .hasMessageStartingWith("batches: expected one view of each image, got 2");
        assertThat(source.closed).isTrue();
    }

    @Test
    void aLabelWithoutAClassIsRefused() {
        Batch batch = new Batch(List.of(View.of(1, new float[6])), new int[] {2, 0}, new int[] {7, 8});
        try (Nd4jBatches batches = new Nd4jBatches(position -> new Repeated(batch), List.of("a", "b"))) {
            assertThatThrownBy(batches::next)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("image 7: expected a label below 2, the number of classes, got 2");
        }
    }

    @Test
    void aLoaderWhoseFirstBatchFailsIsClosed() {
        Repeated source = new Repeated(new Batch(List.of(View.of(1, new float[3])), new int[1], new int[1])) {
            @Override
            public Batch next() {
                throw new IllegalStateException("no image can be read");
            }
        };
        assertThatThrownBy(() -> new Nd4jBatches(position -> source, List.of("a")))
                .hasMessage("no image can be read");
        assertThat(source.closed).isTrue();
    }

    private static class Repeated implements BatchSource {
        private final Batch batch;
        private boolean closed;

        Repeated(Batch batch) {
            this.batch = batch;
        }

        @Override
        public long batchesPerEpoch() {
            return 1;
        }

        @Override
        public Batch next() {
            return batch;
        }

        @Override
        public long waitedNanos() {
            return 0;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
