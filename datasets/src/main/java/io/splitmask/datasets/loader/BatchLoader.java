package io.splitmask.datasets.loader;

import io.splitmask.data.Batch;
import io.splitmask.data.BatchSource;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.transform.Transform;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/**
 * Prepares batches ahead on its own threads. Order, augmentation and stand-ins depend on the seed, the epoch and the
 * position only, never on the number of threads or on where loading started, so a run that goes on from {@link
 * #position()} sees the batches it would have seen.
 *
 * <p>At most {@code prefetchBatches} batches exist besides those handed out. One thread calls {@link #hasNext} and
 * {@link #next}; {@link #close} may come from any thread.
 *
 * <pre>{@code
 * try (BatchLoader loader = new BatchLoader(dataset, new PretrainTransform(224), LoaderOptions.training(256, seed))) {
 *     Batch batch = loader.next();
 * }
 * }</pre>
 */
public final class BatchLoader implements BatchSource, Iterator<Batch> {
    /** Images a worker takes at once: few enough that the first batch uses all threads. */
    private static final int IMAGES_PER_TASK = 4;

    private final LoaderOptions options;
    private final PendingBatch.Source source;
    private final EpochOrder order;
    private final WorkerThreads workers;
    private final Deque<PendingBatch> pending = new ArrayDeque<>();
    private LoaderPosition nextToSubmit;
    private LoaderPosition position;
    private long waitedNanos;
    private volatile boolean closed;

    /**
     * Starts to load.
     *
     * @throws IllegalArgumentException if the data set is empty or smaller than a batch that must be complete, or if
     *     the start is past the end of its epoch
     */
    public BatchLoader(ImageDataset dataset, Transform transform, LoaderOptions options) {
        this.options = options;
        order = new EpochOrder(dataset.size(), options);
        order.requireABatch();
        LoaderPosition start = options.start();
        if (start.batch() > order.batchesPerEpoch()) {
            throw new IllegalArgumentException("loader position: expected at most " + order.batchesPerEpoch()
                    + " batches an epoch, got batch " + start.batch() + " of epoch " + start.epoch());
        }
        position = start.batch() == order.batchesPerEpoch() ? new LoaderPosition(start.epoch() + 1, 0) : start;
        nextToSubmit = position;
        BadImages badImages = new BadImages(dataset, options.maxBadShare());
        source = new PendingBatch.Source(dataset, transform, options, badImages);
        workers = new WorkerThreads(options.tuning().numThreads());
        try {
            submitAhead();
        } catch (Throwable e) { // no memory for the batches: nobody could close what was started
            workers.close();
            throw e;
        }
    }

    /** Returns how many batches an epoch has. */
    @Override
    public long batchesPerEpoch() {
        return order.batchesPerEpoch();
    }

    /** Returns where the batch stands that {@link #next} delivers next. */
    public LoaderPosition position() {
        return position;
    }

    /** Returns how long the caller has waited for batches in all, in nanoseconds. */
    @Override
    public long waitedNanos() {
        return waitedNanos;
    }

    /** Returns how many unreadable images were found so far. */
    public int numBadImages() {
        return source.badImages().count();
    }

    /** Returns why images could not be read, by their position in the data set: those found so far. */
    public SortedMap<Integer, String> badImages() {
        return source.badImages().reasons();
    }

    /**
     * Returns false at the end of the only pass of an evaluation; always true in training. May wait.
     *
     * @throws LoaderException as {@link #next}
     */
    @Override
    public boolean hasNext() {
        requireOpen();
        while (!pending.isEmpty()) {
            if (await(pending.element()).size() > 0) {
                return true;
            }
            advance(); // every image of that batch was unreadable
        }
        return false;
    }

    /**
     * Returns the next batch, waiting for it if need be. Its arrays belong to the caller.
     *
     * @throws LoaderException if too many images are unreadable, a data set or transform fails, the loader is closed
     *     or the thread is interrupted; the loader does not go on after a failure
     * @throws NoSuchElementException at the end of the only pass of an evaluation
     */
    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the single pass over the data set has ended");
        }
        Batch batch = await(pending.element());
        advance();
        return batch;
    }

    /** Ends the threads; batches that were handed out stay valid. */
    @Override
    public void close() {
        closed = true;
        synchronized (pending) {
            pending.forEach(PendingBatch::cancel);
        }
        workers.close();
    }

    private void advance() {
        synchronized (pending) {
            position = order.next(pending.remove().position());
        }
        submitAhead();
    }

    private void submitAhead() {
        synchronized (pending) {
            while (!closed && pending.size() < options.tuning().prefetchBatches() && hasMoreToSubmit()) {
                PendingBatch batch = new PendingBatch(source, nextToSubmit, order.indices(nextToSubmit));
                pending.add(batch);
                nextToSubmit = order.next(nextToSubmit);
                for (int begin = 0; begin < batch.size(); begin += IMAGES_PER_TASK) {
                    int first = begin;
                    int end = Math.min(batch.size(), begin + IMAGES_PER_TASK);
                    workers.submit(() -> batch.fill(first, end));
                }
            }
        }
    }

    private boolean hasMoreToSubmit() {
        return options.mode().isTraining() || nextToSubmit.epoch() == 0;
    }

    private Batch await(PendingBatch batch) {
        long begin = System.nanoTime();
        try {
            return batch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoaderException("interrupted while waiting for " + describe(batch), e);
        } catch (CancellationException e) {
            throw new LoaderException("closed while waiting for " + describe(batch), e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new LoaderException(describe(batch) + ": " + reason(cause), cause);
        } finally {
            waitedNanos += System.nanoTime() - begin;
        }
    }

    private String reason(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return "out of memory (" + failure.getMessage() + ") for "
                    + options.tuning().prefetchBatches()
                    + " batches of " + options.batchSize() + " images on "
                    + options.tuning().numThreads()
                    + " threads; take smaller batches or fewer threads, or give Java more (-Xmx)";
        }
        return failure instanceof LoaderException ? String.valueOf(failure.getMessage()) : failure.toString();
    }

    private void requireOpen() {
        if (closed) {
            throw new LoaderException("the loader is closed");
        }
    }

    private static String describe(PendingBatch batch) {
        return "batch " + batch.position().batch() + " of epoch "
                + batch.position().epoch();
    }
}
