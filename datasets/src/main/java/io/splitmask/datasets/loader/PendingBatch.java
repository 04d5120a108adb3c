package io.splitmask.datasets.loader;

import io.splitmask.data.Batch;
import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.transform.Transform;
import io.splitmask.datasets.transform.Views;
import java.io.IOException;
import java.util.Arrays;
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
    private final float[] pixels;
    private final float[] halfPixels;
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
        int imageSize = source.transform().imageSize();
        int imageValues = Math.multiplyExact(3, Math.multiplyExact(imageSize, imageSize));
        pixels = new float[Math.multiplyExact(indices.length, imageValues)];
        halfPixels = new float[source.transform().makesHalfPixels() ? pixels.length / 4 : 0];
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
        Views views;
        try {
            // The drawn index seeds: an image that stands in for another differs from its own turn.
            views = source.transform.apply(image, SeedMix.image(source.options.seed(), position.epoch(), drawn));
        } catch (RuntimeException e) {
            throw new LoaderException(source.dataset.name(index) + ": the transform failed: " + e.getMessage(), e);
        }
        indices[slot] = index;
        int imageValues = pixels.length / indices.length;
        System.arraycopy(views.pixels(), 0, pixels, slot * imageValues, imageValues);
        int halfValues = halfPixels.length / indices.length;
        System.arraycopy(views.halfPixels(), 0, halfPixels, slot * halfValues, halfValues);
    }

    /** Closes the gaps of images that were left out. */
    private Batch finish() {
        int imageValues = pixels.length / indices.length;
        int halfValues = halfPixels.length / indices.length;
        int size = 0;
        for (int slot = 0; slot < indices.length; slot++) {
            if (indices[slot] == LEFT_OUT) {
                continue;
            }
            if (size < slot) {
                indices[size] = indices[slot];
                System.arraycopy(pixels, slot * imageValues, pixels, size * imageValues, imageValues);
                System.arraycopy(halfPixels, slot * halfValues, halfPixels, size * halfValues, halfValues);
            }
            size++;
        }
        int[] kept = Arrays.copyOf(indices, size);
        int[] labels = Arrays.stream(kept).map(source.dataset::label).toArray();
        boolean whole = size == indices.length;
        return new Batch(
                size,
                source.transform.imageSize(),
                whole ? pixels : Arrays.copyOf(pixels, size * imageValues),
                whole ? halfPixels : Arrays.copyOf(halfPixels, size * halfValues),
                labels,
                kept);
    }
}
