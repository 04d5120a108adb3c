package io.splitmask.interop.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import io.splitmask.data.BatchSource;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.EmbeddedSet;
import io.splitmask.datasets.loader.LoaderBatches;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.datasets.transform.TrainTransform;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DjlBatchesTest {
    private static final int BATCH = 100;
    private static final int SIDE = 16;

    @Test
    void epochsAreThoseOfTheLoader() throws Exception {
        ImageDataset images = EmbeddedSet.train();
        LoaderBatches loader = new LoaderBatches(
                images,
                new TrainTransform(SIDE),
                LoaderOptions.training(BATCH, 1).withThreads(1));
        try (BatchSource expected = loader.openAt(0);
                DjlBatches batches = new DjlBatches(loader);
                NDManager manager = NDManager.newBaseManager("PyTorch")) {
            batches.prepare();
            long seen = 0;
            for (int epoch = 0; epoch < 2; epoch++) {
                for (Batch batch : batches.getData(manager)) {
                    io.splitmask.data.Batch own = expected.next();
                    assertThat(batch.getData().singletonOrThrow().getShape())
                            .isEqualTo(new Shape(BATCH, 3, SIDE, SIDE));
                    assertThat(batch.getData().singletonOrThrow().toFloatArray())
                            .isEqualTo(own.view(0).pixels());
                    assertThat(batch.getLabels().singletonOrThrow().toLongArray())
                            .isEqualTo(
                                    Arrays.stream(own.labels()).asLongStream().toArray());
                    assertThat(batch.getIndices())
                            .isEqualTo(IntStream.of(own.indices()).boxed().toList());
                    assertThat(batch.getProgress()).isEqualTo(1 + seen++ % loader.batchesPerEpoch());
                    batch.close();
                }
            }
            assertThat(seen).isEqualTo(2L * loader.batchesPerEpoch());
            assertThat(manager.getManagedArrays()).isEmpty();

            Iterator<Batch> last = batches.getData(manager).iterator();
            while (last.hasNext()) {
                last.next().close();
            }
            assertThatThrownBy(last::next).isInstanceOf(NoSuchElementException.class);
        }
    }
}
