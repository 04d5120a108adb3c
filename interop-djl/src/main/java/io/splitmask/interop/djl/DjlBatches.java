package io.splitmask.interop.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.Batchifier;
import ai.djl.util.Progress;
import io.splitmask.data.BatchSource;
import io.splitmask.data.BatchSources;
import io.splitmask.data.View;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Batches of a loader as a data set of DJL. The data of a batch are its views, each float32 [B, 3, Hi, Wi], its labels one
 * int64 [B], {@link io.splitmask.data.ImageDataset#UNLABELLED} where there is none. Used by one thread; closing stops the
 * loader.
 *
 * <p>Each iterator is one epoch of the loader's order. One that is left early leaves its other batches to the next.
 */
public final class DjlBatches implements Dataset, AutoCloseable {
    private final BatchSource source;

    /**
     * Opens a loader at its start.
     *
     * @param batches such as {@code LoaderBatches}; endless, so not of an evaluation
     */
    public DjlBatches(BatchSources batches) {
        this.source = batches.openAt(0);
    }

    @Override
    public Iterable<Batch> getData(NDManager manager) {
        return () -> new Epoch(manager);
    }

    /** Does nothing: loaders begin when they are opened. */
    @Override
    public void prepare(@Nullable Progress progress) {}

    @Override
    public void close() {
        source.close();
    }

    private final class Epoch implements Iterator<Batch> {
        private final NDManager manager;
        private long delivered;

        Epoch(NDManager manager) {
            this.manager = manager;
        }

        @Override
        public boolean hasNext() {
            return delivered < source.batchesPerEpoch();
        }

        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the epoch has no more than " + delivered + " batches");
            }
            io.splitmask.data.Batch loaded = source.next();
            NDManager owner = manager.newSubManager();
            NDList views = new NDList();
            for (View view : loaded.views()) {
                views.add(array(owner, view, loaded.size()));
            }
            long[] labels = Arrays.stream(loaded.labels()).asLongStream().toArray();
            return new Batch(
                    owner,
                    views,
                    new NDList(owner.create(labels)),
                    loaded.size(),
                    Batchifier.STACK,
                    Batchifier.STACK,
                    ++delivered,
                    source.batchesPerEpoch(),
                    Arrays.stream(loaded.indices()).boxed().toList());
        }

        private static NDArray array(NDManager manager, View view, int batch) {
            int side = view.imageSize();
            return manager.create(
                    view.pixels(), new Shape(batch, view.pixels().length / batch / side / side, side, side));
        }
    }
}
