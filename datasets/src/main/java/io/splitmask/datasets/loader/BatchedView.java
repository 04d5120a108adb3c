package io.splitmask.datasets.loader;

import io.splitmask.data.View;
import io.splitmask.datasets.transform.ViewSize;
import java.util.Arrays;

/** The memory for one view of every image of a batch; workers write to different slots at once. */
final class BatchedView {
    private final int imageSize;
    private final int numValues;
    private final int numHalfValues;
    private final float[] pixels;
    private final float[] halfPixels;

    BatchedView(ViewSize size, int batchSize) {
        imageSize = size.imageSize();
        numValues = size.numValues();
        numHalfValues = size.numHalfValues();
        pixels = new float[Math.multiplyExact(batchSize, numValues)];
        halfPixels = new float[Math.multiplyExact(batchSize, numHalfValues)];
    }

    /** Stores the view of one image. */
    void put(int slot, View view) {
        System.arraycopy(view.pixels(), 0, pixels, slot * numValues, numValues);
        System.arraycopy(view.halfPixels(), 0, halfPixels, slot * numHalfValues, numHalfValues);
    }

    /** Copies a slot over an earlier one. */
    void move(int from, int to) {
        System.arraycopy(pixels, from * numValues, pixels, to * numValues, numValues);
        System.arraycopy(halfPixels, from * numHalfValues, halfPixels, to * numHalfValues, numHalfValues);
    }

    /** Returns the first slots; the arrays are not copied if that is all of them. */
    View first(int size) {
        boolean all = size * numValues == pixels.length;
        return new View(
                imageSize,
                all ? pixels : Arrays.copyOf(pixels, size * numValues),
                all ? halfPixels : Arrays.copyOf(halfPixels, size * numHalfValues));
    }
}
