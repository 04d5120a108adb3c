package io.splitmask.tokenizers;

import io.splitmask.config.Problems;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.util.Locale;

/**
 * Words that were never trained: random directions, with components drawn uniformly from -1 to 1 and then scaled to
 * unit length. The paper finds them as good as trained ones.
 *
 * @see "paper, sections 3.3 and 5.5; recipes, section 8.2, 21 and 22"
 */
public final class RandomProjection {
    /** Words in the paper: {@value}. */
    public static final int PAPER_VOCABULARY = 8192;

    /** Side of a patch in the paper, in pixels of the half-resolution image: {@value}. */
    public static final int PAPER_PATCH_SIZE = 8;

    private RandomProjection() {}

    /**
     * Draws a codebook. A word depends on the seed and its number alone, so a smaller vocabulary is the beginning of a
     * larger one.
     *
     * @param vocabulary V
     * @param patchSize P in pixels of the half-resolution image
     */
    public static Codebook codebook(int vocabulary, int patchSize, SplittableSeed seed) {
        Problems.of("RandomProjection")
                .atLeast(1, "vocabulary", vocabulary)
                .atLeast(1, "patchSize", patchSize)
                .throwIfAny();
        int width = Math.multiplyExact(VisionTransformer.CHANNELS, Math.multiplyExact(patchSize, patchSize));
        float[] vectors = new float[Math.multiplyExact(vocabulary, width)];
        SplittableSeed words = seed.child("random projection");
        for (int word = 0; word < vocabulary; word++) {
            RandomStream random = words.child(word).stream();
            for (int i = word * width; i < (word + 1) * width; i++) {
                vectors[i] = (float) random.nextDouble(-1, 1);
            }
        }
        String origin = String.format(Locale.ROOT, "random projection, seed %016x%016x", seed.high(), seed.low());
        return Codebook.normalised(patchSize, origin, vectors);
    }
}
