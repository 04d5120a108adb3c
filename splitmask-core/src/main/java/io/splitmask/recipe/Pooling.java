package io.splitmask.recipe;

/** What the classifier sees of the encoder's output. */
public enum Pooling {
    /** The class token after the final norm: DeiT, DINO, random initial weights. */
    CLASS_TOKEN,
    /** The mean of the patches, then a norm of its own: BEiT and SplitMask. */
    PATCH_MEAN
}
