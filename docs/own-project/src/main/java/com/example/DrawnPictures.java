package com.example;

import io.splitmask.data.Batch;
import io.splitmask.data.BatchSource;
import io.splitmask.data.View;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Batches without the module {@code datasets}: noise around a shade of grey. The same position gives the same batch. */
final class DrawnPictures implements BatchSource {
    static final int SIDE = 32;

    private static final int PICTURES = 64;
    private static final int UNLABELLED = -1;

    private final int batchSize;
    private long position;

    DrawnPictures(int batchSize, long position) {
        this.batchSize = batchSize;
        this.position = position;
    }

    @Override
    public long batchesPerEpoch() {
        return PICTURES / batchSize;
    }

    @Override
    public Batch next() {
        int first = (int) (position++ % batchesPerEpoch()) * batchSize;
        int[] indices = IntStream.range(first, first + batchSize).toArray();
        int[] labels = new int[batchSize];
        Arrays.fill(labels, UNLABELLED);
        float[] pixels = new float[batchSize * 3 * SIDE * SIDE];
        for (int i = 0; i < batchSize; i++) {
            draw(new Random(indices[i]), pixels, i * 3 * SIDE * SIDE);
        }
        return new Batch(List.of(View.of(SIDE, pixels)), labels, indices);
    }

    private static void draw(Random random, float[] pixels, int start) {
        float grey = (float) random.nextGaussian();
        for (int i = 0; i < 3 * SIDE * SIDE; i++) {
            pixels[start + i] = grey + 0.1f * (float) random.nextGaussian();
        }
    }

    @Override
    public long waitedNanos() {
        return 0;
    }

    @Override
    public void close() {}
}
