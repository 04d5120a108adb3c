package io.splitmask.cli.bench.step;

import io.splitmask.data.Batch;
import io.splitmask.data.View;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.random.RandomStream;
import io.splitmask.recipe.ViewRecipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Batches of Gaussian noise in the views that a method works on. */
final class RandomViews {
    private final VitConfig model;
    private final RandomStream random;

    RandomViews(VitConfig model, RandomStream random) {
        this.model = model;
        this.random = random;
    }

    /** Draws a batch. @param batchSize B @param numClasses labels are drawn from this many */
    Batch draw(List<ViewRecipe> recipes, int batchSize, int numClasses) {
        List<View> views = new ArrayList<>();
        for (ViewRecipe recipe : recipes) {
            int side = recipe.imageSize(model.imageHeight(), model.patchSize());
            for (int i = 0; i < recipe.count(); i++) {
                views.add(new View(side, noise(batchSize, side), noise(batchSize, side / 2)));
            }
        }
        int[] labels = new int[batchSize];
        int[] indices = new int[batchSize];
        Arrays.setAll(labels, i -> random.nextInt(numClasses));
        Arrays.setAll(indices, i -> i);
        return new Batch(views, labels, indices);
    }

    private float[] noise(int batchSize, int side) {
        float[] pixels = new float[batchSize * VisionTransformer.CHANNELS * side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return pixels;
    }
}
