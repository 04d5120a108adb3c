package io.splitmask.tokenizers;

import io.splitmask.data.Batch;
import io.splitmask.data.BatchSource;
import io.splitmask.data.View;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.util.List;

/** An endless sequence of made-up half-resolution images. */
public final class FakeImages implements BatchSource {
    /** Says what value a pixel of an image has. */
    @FunctionalInterface
    public interface Pixels {
        /** Returns the value. @param image counted over all epochs */
        float at(int image, int channel, int row, int column);
    }

    private final int batchesPerEpoch;
    private final int batchSize;
    private final int side;
    private final Pixels pixels;
    private int nextImage;

    /** Makes images. @param side of a half-resolution image */
    public FakeImages(int batchesPerEpoch, int batchSize, int side, Pixels pixels) {
        this.batchesPerEpoch = batchesPerEpoch;
        this.batchSize = batchSize;
        this.side = side;
        this.pixels = pixels;
    }

    /** Images of normally distributed pixels, all different. */
    public static FakeImages noise(int batchesPerEpoch, int batchSize, int side) {
        return new FakeImages(batchesPerEpoch, batchSize, side, (image, channel, row, column) -> {
            RandomStream random = SplittableSeed.of(image).child(channel).child(row * 1000L + column).stream();
            return (float) random.nextGaussian();
        });
    }

    @Override
    public long batchesPerEpoch() {
        return batchesPerEpoch;
    }

    @Override
    public Batch next() {
        float[] half = new float[batchSize * 3 * side * side];
        for (int i = 0; i < half.length; i++) {
            int channel = i / (side * side) % 3;
            half[i] = pixels.at(nextImage + i / (3 * side * side), channel, i / side % side, i % side);
        }
        nextImage += batchSize;
        return new Batch(
                List.of(new View(2 * side, new float[4 * half.length], half)), new int[batchSize], new int[batchSize]);
    }

    @Override
    public long waitedNanos() {
        return 0;
    }

    @Override
    public void close() {}
}
