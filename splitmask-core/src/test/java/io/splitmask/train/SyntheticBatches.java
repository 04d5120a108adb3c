package io.splitmask.train;

import io.splitmask.data.Batch;
import io.splitmask.data.BatchSource;
import io.splitmask.data.BatchSources;
import io.splitmask.data.View;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.util.ArrayList;
import java.util.List;

/** Images of noise around one of two brightnesses, which is their label; a batch depends on its position alone. */
public final class SyntheticBatches implements BatchSources {
    /** Batches in an epoch: {@value}. */
    public static final int PER_EPOCH = 5;

    private final int size;
    private final int imageSize;
    private final List<Long> opened = new ArrayList<>();
    private int open;

    /**
     * Creates the data.
     *
     * @param size B
     * @param imageSize Hi = Wi
     */
    public SyntheticBatches(int size, int imageSize) {
        this.size = size;
        this.imageSize = imageSize;
    }

    /** Returns the batch of a position. */
    public Batch batch(long position) {
        RandomStream random = SplittableSeed.of(7).child(position).stream();
        int perImage = 3 * imageSize * imageSize;
        float[] pixels = new float[size * perImage];
        float[] half = new float[size * perImage / 4];
        int[] labels = new int[size];
        int[] indices = new int[size];
        for (int b = 0; b < size; b++) {
            labels[b] = random.nextInt(2);
            indices[b] = b;
            for (int i = 0; i < perImage; i++) {
                pixels[b * perImage + i] = labels[b] - 0.5f + 0.5f * (float) random.nextGaussian();
            }
        }
        return new Batch(List.of(new View(imageSize, pixels, half)), labels, indices);
    }

    /** Returns the positions at which the data was opened. */
    List<Long> opened() {
        return opened;
    }

    /** Returns how many sources are not closed. */
    int stillOpen() {
        return open;
    }

    @Override
    public BatchSource openAt(long position) {
        opened.add(position);
        open++;
        return new BatchSource() {
            private long next = position;

            @Override
            public long batchesPerEpoch() {
                return PER_EPOCH;
            }

            @Override
            public Batch next() {
                return batch(next++);
            }

            @Override
            public long waitedNanos() {
                return 100 * next;
            }

            @Override
            public void close() {
                open--;
            }
        };
    }
}
