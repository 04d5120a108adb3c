package io.splitmask.tokenizers;

import io.splitmask.config.Problems;
import io.splitmask.data.BatchSource;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Words that are patches of training images, one of each image as long as there are enough images, scaled to unit length.
 *
 * <p>Two kinds of patches cannot be words, and another place of the image is then tried, up to {@value #TRIES} times: a
 * patch without direction ({@link BatchPatches#hasDirection}), and one with exactly the direction of an earlier word,
 * such as the next patch of plain white: of equal words only the first is ever used.
 *
 * @see "paper, sections 3.3 and 5.5; recipes, section 8.2, 36"
 */
public final class RandomPatches {
    /** Places of an image that are tried: {@value}. */
    static final int TRIES = 16;

    /** Drawing ends without success when fewer than one of so many images of an epoch gave a word. */
    private static final int IMAGES_PER_WORD = 100;

    private final BatchSource images;
    private final int patchSize;
    private final SplittableSeed seed;
    private final int width;
    private final float[] vectors;
    private final Set<Integer> directions = new HashSet<>();
    private int numWords;
    private long numImages;

    private RandomPatches(int vocabulary, int patchSize, BatchSource images, SplittableSeed seed) {
        this.images = images;
        this.patchSize = patchSize;
        this.seed = seed.child("random patches");
        this.width = Codebook.width(patchSize);
        this.vectors = new float[Math.multiplyExact(vocabulary, width)];
    }

    /**
     * Draws a codebook. One seed and the same images in the same order give the same words.
     *
     * @param vocabulary V
     * @param patchSize P in pixels of the half-resolution image
     * @param images training images; not closed
     * @throws IllegalArgumentException if the images do not have so many different patches
     */
    public static Codebook codebook(int vocabulary, int patchSize, BatchSource images, SplittableSeed seed) {
        Problems.of("RandomPatches")
                .atLeast(1, "vocabulary", vocabulary)
                .atLeast(1, "patchSize", patchSize)
                .throwIfAny();
        RandomPatches words = new RandomPatches(vocabulary, patchSize, images, seed);
        words.draw(vocabulary);
        String origin = String.format(
                Locale.ROOT, "random patches of %d images, seed %016x%016x", words.numImages, seed.high(), seed.low());
        return Codebook.normalised(patchSize, origin, words.vectors);
    }

    private void draw(int vocabulary) {
        while (numWords < vocabulary) {
            int before = numWords;
            long firstImage = numImages;
            for (long i = 0; i < images.batchesPerEpoch() && numWords < vocabulary; i++) {
                drawFrom(new BatchPatches(images.next(), patchSize), vocabulary);
            }
            if (numWords < vocabulary && (numWords - before) * (long) IMAGES_PER_WORD < numImages - firstImage) {
                throw new IllegalArgumentException("random patches: expected " + vocabulary
                        + " patches with different directions, got " + numWords + " from " + numImages
                        + " images; use a smaller vocabulary or more images");
            }
        }
    }

    private void drawFrom(BatchPatches patches, int vocabulary) {
        float[] patch = new float[width];
        for (int image = 0; image < patches.numImages() && numWords < vocabulary; image++) {
            RandomStream random = seed.child(numImages).stream();
            numImages++;
            boolean found = false;
            for (int i = 0; i < TRIES && !found; i++) {
                patches.copy(image, random.nextInt(patches.perImage()), patch, 0);
                found = patches.hasDirection(patch, 0) && isNewDirection(patch);
            }
            if (found) {
                System.arraycopy(patch, 0, vectors, numWords * width, width);
                numWords++;
            }
        }
    }

    /** Scales the patch to unit length and compares it with all words so far, first by their hashes. */
    private boolean isNewDirection(float[] patch) {
        double squares = 0;
        for (float value : patch) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < width; i++) {
            patch[i] = (float) (patch[i] / length);
        }
        if (directions.add(Arrays.hashCode(patch))) {
            return true;
        }
        for (int word = 0; word < numWords; word++) {
            if (Arrays.equals(patch, 0, width, vectors, word * width, (word + 1) * width)) {
                return false;
            }
        }
        return true;
    }
}
