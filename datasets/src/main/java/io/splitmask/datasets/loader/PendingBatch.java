package io.splitmask.datasets.loader;

import io.splitmask.data.Batch;
import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.data.View;
import io.splitmask.datasets.transform.Transform;
import io.splitmask.datasets.transform.ViewSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** A batch in the making: several workers fill its slots, the last one completes it. */
final class PendingBatch {
    private static final int LEFT_OUT = -1;

    /**
     * What all batches of a loader share.
     *
     * @param dataset where images come from
     * @param transform what is made of them
     * @param options of the loader
     * @param badImages found so far
     */
    record Source(ImageDataset dataset, Transform transform, LoaderOptions options, BadImages badImages) {}

    private final Source source;
    private final LoaderPosition position;
    private final int[] indices;
    private final List<BatchedView> views = new ArrayList<>();
    private final AtomicInteger numOpenSlots;
    private final CompletableFuture<Batch> result = new CompletableFuture<>();

    /**
     * Takes memory for a batch.
     *
     * @param position names the batch
     * @param indices [B], changed where another image stands in
     */
    PendingBatch(Source source, LoaderPosition position, int[] indices) {
        this.source = source;
        this.position = position;
        this.indices = indices;
        for (ViewSize size : source.transform().sizes()) {
            views.add(new BatchedView(size, indices.length));
        }
        numOpenSlots = new AtomicInteger(indices.length);
    }

    int size() {
        return indices.length;
    }

    LoaderPosition position() {
        return position;
    }

    /** Waits for all slots. */
    Batch await() throws InterruptedException, ExecutionException {
        return result.get();
    }

    /** Wakes whoever waits. */
    void cancel() {
        result.cancel(false);
    }

    /** Fills some slots; called once for each part of the batch, on any thread. */
    void fill(int begin, int end) {
        try {
            for (int slot = begin; slot < end && !result.isDone(); slot++) {
                fill(slot);
            }
            if (numOpenSlots.addAndGet(begin - end) == 0) {
                result.complete(finish());
            }
        } catch (Throwable e) { // errors too: the caller would wait for ever
            result.completeExceptionally(e);
        }
    }

    private void fill(int slot) {
        int drawn = indices[slot];
        int index = drawn;
        int size = source.dataset.size();
        for (int tries = 0; tries < size; tries++, index = (index + 1) % size) {
            if (!source.badImages.contains(index)) {
                try {
                    Image image = source.dataset.read(index);
                    store(slot, index, drawn, image);
                    return;
                } catch (IOException e) {
                    source.badImages.add(index, e);
                }
            }
            if (!source.options.mode().isTraining()) {
                indices[slot] = LEFT_OUT;
                return;
            }
        }
        throw source.badImages.tooMany();
    }

    private void store(int slot, int index, int drawn, Image image) {
        List<View> made;
        try {
            // The drawn index seeds: an image that stands in for another differs from its own turn.
            int repetition = EpochOrder.repetition(source.options, position, slot);
            made = source.transform.apply(
                    image, SeedMix.image(source.options.seed(), position.epoch(), drawn, repetition));
        } catch (RuntimeException e) {
            throw new LoaderException(source.dataset.name(index) + ": the transform failed: " + e.getMessage(), e);
        }
        indices[slot] = index;
        for (int i = 0; i < views.size(); i++) {
            views.get(i).put(slot, made.get(i));
        }
    }

    /** Closes the gaps of images that were left out. */
    private Batch finish() {
        int size = 0;
        for (int slot = 0; slot < indices.length; slot++) {
            if (indices[slot] == LEFT_OUT) {
                continue;
            }
            if (size < slot) {
                indices[size] = indices[slot];
                int from = slot;
                int to = size;
                views.forEach(view -> view.move(from, to));
            }
            size++;
        }
        int[] kept = Arrays.copyOf(indices, size);
        int[] labels = Arrays.stream(kept).map(source.dataset::label).toArray();
        int numKept = size;
        return new Batch(views.stream().map(view -> view.first(numKept)).toList(), labels, kept);
    }
}
