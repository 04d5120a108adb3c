package io.splitmask.nn;

/** Which attention layers of a network add a learned bias for the offset between two patches. */
public enum RelativePositions {
    /** None: positions are absolute, as in the plain Vision Transformer. */
    NONE,
    /** All, by one table in common: BEiT's pre-training. Parameter {@code rel_pos_bias.relative_position_bias_table}. */
    SHARED,
    /** All, each by a table of its own: BEiT's fine-tuning. {@code blocks.i.attn.relative_position_bias_table}. */
    PER_BLOCK
}
