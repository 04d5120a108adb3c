package io.splitmask.tokenizers.kmeans;

import io.splitmask.config.Problems;
import io.splitmask.data.BatchSource;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tokenizers.BatchPatches;
import io.splitmask.tokenizers.Metric;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Draws patches of training images as the points of k-means: the same number from each image, at different places of
 * it. For {@link Metric#COSINE} patches without direction are left out ({@link BatchPatches#hasDirection}), so plain
 * images may give fewer.
 *
 * @param patchSize P in pixels of the half-resolution image
 * @param metric of the points
 * @param perImage patches of an image, at most N; further epochs bring other crops
 * @param seed of the places
 * @see "paper, section 5.5: 3 million patches of the data set"
 */
public record PatchSampler(int patchSize, Metric metric, int perImage, SplittableSeed seed) {
    /** Patches in the paper: {@value}. */
    public static final int PAPER_PATCHES = 3_000_000;

    /** An epoch that gives less than this share of the patches that it should ends the sampling without success. */
    private static final double LEAST_YIELD = 0.01;

    /** Checks the numbers. */
    public PatchSampler {
        Problems.of("PatchSampler")
                .atLeast(1, "patchSize", patchSize)
                .atLeast(1, "perImage", perImage)
                .throwIfAny();
    }

    /**
     * Draws patches from epoch after epoch until there are enough.
     *
     * @param images training images; not closed
     * @param count M
     * @param goesOn is told the number of patches after each batch, and returns false to stop
     * @return the points; empty if stopped
     * @throws IllegalArgumentException if hardly any patch has a direction, or an image has fewer than {@code perImage}
     */
    public Optional<PointSet> draw(BatchSource images, int count, IntPredicate goesOn) {
        Problems.of("PatchSampler").atLeast(1, "count", count).throwIfAny();
        PointSet.Builder points =
                new PointSet.Builder(metric, VisionTransformer.CHANNELS * Math.multiplyExact(patchSize, patchSize));
        long numImages = 0;
        while (points.size() < count) {
            int before = points.size();
            long firstImage = numImages;
            for (long i = 0; i < images.batchesPerEpoch() && points.size() < count; i++) {
                BatchPatches batch = new BatchPatches(images.next(), patchSize);
                for (int image = 0; image < batch.numImages(); image++) {
                    RandomStream random = seed.child("patches").child(numImages).stream();
                    drawFrom(batch, image, random, points, count - points.size());
                    numImages++;
                }
                if (!goesOn.test(points.size())) {
                    return Optional.empty();
                }
            }
            long asked = (numImages - firstImage) * perImage;
            if (points.size() < count && points.size() - before < LEAST_YIELD * asked) {
                throw new IllegalArgumentException("patches for k-means: expected " + count
                        + " patches with a direction, got " + points.size() + " from " + numImages
                        + " images; are the images plain grey?");
            }
        }
        return Optional.of(points.build());
    }

    private void drawFrom(BatchPatches batch, int image, RandomStream random, PointSet.Builder points, int wanted) {
        Problems.of("PatchSampler")
                .require(
                        perImage <= batch.perImage(),
                        "expected at most the " + batch.perImage() + " patches of an image, got perImage " + perImage)
                .throwIfAny();
        int[] places = IntStream.range(0, batch.perImage()).toArray();
        random.shuffle(places);
        float[] patch = new float[batch.width()];
        int added = 0;
        for (int i = 0; i < perImage && added < wanted; i++) {
            batch.copy(image, places[i], patch, 0);
            boolean fits = metric == Metric.EUCLIDEAN || batch.hasDirection(patch, 0);
            if (fits && points.add(patch, 0)) {
                added++;
            }
        }
    }
}
