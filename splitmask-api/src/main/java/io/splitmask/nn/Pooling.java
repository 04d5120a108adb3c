package io.splitmask.nn;

/** What a classifier sees of the encoder's output. */
public enum Pooling {
    /** The class token after the final norm: DeiT, DINO, random initial weights. */
    CLASS_TOKEN,
    /** The mean of the patches, then a norm of its own: BEiT, SplitMask and MAE. */
    PATCH_MEAN
}
