package io.splitmask.train;

import io.splitmask.data.Batch;
import io.splitmask.data.BatchSource;
import io.splitmask.data.BatchSources;
import io.splitmask.data.View;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.recipe.ViewRecipe;
import java.util.ArrayList;
import java.util.List;

/**
 * Striped images that differ in colours, direction and width of the stripes, and crops of them as recipes ask for. Half of
 * the images are labelled 0 and have flat stripes, the others are labelled 1 and have steep ones. A batch depends on its
 * position alone.
 */
public final class SyntheticViews implements BatchSources {
    /** Batches in an epoch: {@value}. */
    static final int PER_EPOCH = 4;

    private static final int CHANNELS = 3;

    private final List<ViewRecipe> views;
    private final int size;
    private final int imageSize;
    private final int patchSize;

    /**
     * Creates the data.
     *
     * @param size B
     * @param imageSize Hi = Wi of the model
     * @param patchSize P
     */
    public SyntheticViews(List<ViewRecipe> views, int size, int imageSize, int patchSize) {
        this.views = views;
        this.size = size;
        this.imageSize = imageSize;
        this.patchSize = patchSize;
    }

    /** One image: {@code base + contrast * sin(2 pi (across * x + down * y) + phase)} for x and y in 0..1. */
    private record Stripes(float[] base, float[] contrast, double across, double down, double phase) {
        static Stripes of(int image) {
            RandomStream random = SplittableSeed.of(5).child(image).stream();
            float[] base = new float[CHANNELS];
            float[] contrast = new float[CHANNELS];
            for (int c = 0; c < CHANNELS; c++) {
                base[c] = (float) (2 * random.nextDouble() - 1);
                contrast[c] = (float) (0.3 + random.nextDouble());
            }
            double many = 1 + 3 * random.nextDouble();
            double few = random.nextDouble();
            boolean steep = image % 2 == 1;
            return new Stripes(base, contrast, steep ? many : few, steep ? few : many, 6 * random.nextDouble());
        }

        float at(int channel, double x, double y) {
            return base[channel] + contrast[channel] * (float) Math.sin(2 * Math.PI * (across * x + down * y) + phase);
        }
    }

    /** Returns the batch of a position. */
    private Batch batch(long position) {
        int[] indices = new int[size];
        int[] labels = new int[size];
        for (int b = 0; b < size; b++) {
            indices[b] = (int) (position % PER_EPOCH) * size + b;
            labels[b] = indices[b] % 2;
        }
        List<View> made = new ArrayList<>();
        for (ViewRecipe recipe : views) {
            for (int i = 0; i < recipe.count(); i++) {
                RandomStream random = SplittableSeed.of(9).child(position).child(made.size()).stream();
                made.add(view(recipe, indices, random));
            }
        }
        return new Batch(made, labels, indices);
    }

    private View view(ViewRecipe recipe, int[] indices, RandomStream random) {
        int side = recipe.imageSize(imageSize, patchSize);
        float[] pixels = new float[size * CHANNELS * side * side];
        int next = 0;
        for (int index : indices) {
            Stripes image = Stripes.of(index);
            double least = recipe.augmentation().minCropArea();
            double most = recipe.augmentation().maxCropArea();
            double share = Math.sqrt(least + (most - least) * random.nextDouble());
            double left = (1 - share) * random.nextDouble();
            double top = (1 - share) * random.nextDouble();
            float brightness = (float) (0.4 * random.nextDouble() - 0.2);
            for (int c = 0; c < CHANNELS; c++) {
                for (int p = 0; p < side * side; p++) {
                    double x = left + share * (p % side) / side;
                    double y = top + share * (p / side) / side;
                    pixels[next++] = image.at(c, x, y) + brightness;
                }
            }
        }
        return new View(side, pixels, halved(pixels, side));
    }

    private static float[] halved(float[] pixels, int side) {
        int half = side / 2;
        float[] halved = new float[pixels.length / 4];
        for (int i = 0; i < halved.length; i++) {
            int start = i / half * 2 * side + i % half * 2;
            halved[i] = (pixels[start] + pixels[start + 1] + pixels[start + side] + pixels[start + side + 1]) / 4;
        }
        return halved;
    }

    @Override
    public BatchSource openAt(long position) {
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
                return 0;
            }

            @Override
            public void close() {}
        };
    }
}
