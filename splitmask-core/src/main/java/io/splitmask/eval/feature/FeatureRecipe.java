package io.splitmask.eval.feature;

import io.splitmask.config.Problems;

/**
 * What is taken from a backbone for each image.
 *
 * @param tokens which outputs of a block
 * @param finalNorm whether a block's outputs go through the backbone's final norm first
 * @param lastBlocks from how many blocks features are taken, counted from the last; {@link #ALL_BLOCKS} for all
 * @see "recipes, sections 4.9 and 4.10"
 */
public record FeatureRecipe(FeatureTokens tokens, boolean finalNorm, int lastBlocks) {
    /** For {@code lastBlocks}: {@value}. */
    public static final int ALL_BLOCKS = 0;

    /** The class token after the final norm: k-NN, and the linear probes of MoCo v3 and MAE. */
    public static final FeatureRecipe CLASS_TOKEN = new FeatureRecipe(FeatureTokens.CLASS_TOKEN, true, 1);
    /** BEiT's probe: class token and mean of the patches of every block, as they leave it. */
    public static final FeatureRecipe EVERY_BLOCK = new FeatureRecipe(FeatureTokens.BOTH, false, ALL_BLOCKS);
    /** DINO's probe of ViT-S: the class tokens of the last four blocks, to be joined ({@link Features#joined}). */
    public static final FeatureRecipe LAST_FOUR = new FeatureRecipe(FeatureTokens.CLASS_TOKEN, true, 4);
    /** DINO's probe of ViT-B: class token and mean of the patches after the final norm. */
    public static final FeatureRecipe LAST_BOTH = new FeatureRecipe(FeatureTokens.BOTH, true, 1);

    /** Checks the number. */
    public FeatureRecipe {
        Problems.of("FeatureRecipe").atLeast(0, "lastBlocks", lastBlocks).throwIfAny();
    }

    /**
     * Returns the first block, from 0, whose features are taken.
     *
     * @param depth L
     * @throws IllegalArgumentException if the backbone has fewer blocks than wanted
     */
    int firstBlock(int depth) {
        if (lastBlocks > depth) {
            throw new IllegalArgumentException(
                    "features: expected at most the " + depth + " blocks of the backbone, got " + lastBlocks);
        }
        return lastBlocks == ALL_BLOCKS ? 0 : depth - lastBlocks;
    }
}
