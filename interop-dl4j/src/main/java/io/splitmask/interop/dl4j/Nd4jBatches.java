package io.splitmask.interop.dl4j;

import io.splitmask.data.Batch;
import io.splitmask.data.BatchSource;
import io.splitmask.data.BatchSources;
import io.splitmask.data.View;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batches of a loader as an iterator of ND4J and Deeplearning4j. Features are float32 [B, 3, Hi, Wi], labels [B, classes]
 * with a 1 for the class, all 0 for an image without one. Used by one thread; closing stops the loader.
 *
 * <p>There are as many batches as an epoch of the loader has until {@link #reset}, which lets the next epoch begin. After
 * a reset in the middle of an epoch its other batches come first.
 */
public final class Nd4jBatches implements DataSetIterator, AutoCloseable {
    private static final int CHANNELS = 3;

    private final BatchSource source;
    private final List<String> classes;
    private final int batchSize;
    private final int imageValues;
    /** The first batch, which is read early for its sizes. */
    private @Nullable Batch first;

    private long delivered;
    private @Nullable DataSetPreProcessor preProcessor;

    /**
     * Opens a loader and waits for its first batch.
     *
     * @param batches such as {@code LoaderBatches}; endless, so not of an evaluation, and of one view
     * @param classes names of the classes by label
     * @throws IllegalArgumentException if the images have several views
     */
    public Nd4jBatches(BatchSources batches, List<String> classes) {
        this.classes = List.copyOf(classes);
        this.source = batches.openAt(0);
        try {
            Batch loaded = source.next();
            if (loaded.views().size() != 1) {
                throw new IllegalArgumentException("batches: expected one view of each image, got "
                        + loaded.views().size() + "; a DataSet has one array of features");
            }
            this.first = loaded;
            this.batchSize = loaded.size();
            this.imageValues = loaded.view(0).pixels().length / batchSize;
        } catch (RuntimeException | Error e) {
            source.close();
            throw e;
        }
    }

    @Override
    public boolean hasNext() {
        return delivered < source.batchesPerEpoch();
    }

    /**
     * Returns the next batch.
     *
     * @throws NoSuchElementException if the epoch has no more
     * @throws IllegalArgumentException if a label has no class
     */
    @Override
    public DataSet next() {
        if (!hasNext()) {
            throw new NoSuchElementException(
                    "the epoch has no more than " + delivered + " batches; reset begins another");
        }
        Batch loaded = first != null ? first : source.next();
        first = null;
        delivered++;
        DataSet batch = new DataSet(features(loaded.view(0), loaded.size()), labels(loaded));
        if (preProcessor != null) {
            preProcessor.preProcess(batch);
        }
        return batch;
    }

    private static INDArray features(View view, int batch) {
        int side = view.imageSize();
        return Nd4j.createFromArray(view.pixels()).reshape(batch, CHANNELS, side, side);
    }

    private INDArray labels(Batch loaded) {
        int[] labels = loaded.labels();
        float[] rows = new float[labels.length * classes.size()];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= classes.size()) {
                throw new IllegalArgumentException("image " + loaded.indices()[i] + ": expected a label below "
                        + classes.size() + ", the number of classes, got " + labels[i]);
            }
            if (labels[i] >= 0) {
                rows[i * classes.size() + labels[i]] = 1;
            }
        }
        return Nd4j.createFromArray(rows).reshape(labels.length, classes.size());
    }

    /**
     * Returns the next batch; the loader decides how many images it has.
     *
     * @throws NoSuchElementException as {@link #next()}
     * @throws IllegalArgumentException as {@link #next()}, or if {@code images} is not {@link #batch}
     */
    @Override
    public DataSet next(int images) {
        if (images != batchSize) {
            throw new IllegalArgumentException(
                    "images: expected the loader's batch size of " + batchSize + ", got " + images);
        }
        return next();
    }

    @Override
    public void reset() {
        delivered = 0;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    /** Returns false: the loader has threads of its own that work ahead. */
    @Override
    public boolean asyncSupported() {
        return false;
    }

    /** Returns the number of values of an image, 3 * Hi * Wi. */
    @Override
    public int inputColumns() {
        return imageValues;
    }

    @Override
    public int totalOutcomes() {
        return classes.size();
    }

    @Override
    public int batch() {
        return batchSize;
    }

    @Override
    public void setPreProcessor(@Nullable DataSetPreProcessor preProcessor) {
        this.preProcessor = preProcessor;
    }

    @Override
    public @Nullable DataSetPreProcessor getPreProcessor() {
        return preProcessor;
    }

    @Override
    public List<String> getLabels() {
        return classes;
    }

    @Override
    public void close() {
        source.close();
    }
}
