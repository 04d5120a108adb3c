package io.splitmask.recipe;

/** How the pixels of a crop are brought to the size of a view; both are antialiased. */
public enum CropResampling {
    /** Linear between neighbours: MoCo v3, whose code leaves it at the default. */
    BILINEAR,
    /** Cubic between neighbours: all others. */
    BICUBIC
}
