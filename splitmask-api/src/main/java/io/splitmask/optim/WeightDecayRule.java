package io.splitmask.optim;

import java.util.Set;

/**
 * Which parameters are subject to weight decay.
 *
 * @param decaysVectors whether parameters with at most one axis, and those named {@code bias}, are decayed
 * @param exemptNames names that are never decayed; they match a parameter's last part, so {@code pos_embed} also
 *     exempts {@code decoder.pos_embed}
 */
public record WeightDecayRule(boolean decaysVectors, Set<String> exemptNames) {
    /** MoCo v3: everything is decayed. */
    public static final WeightDecayRule ALL = new WeightDecayRule(true, Set.of());

    /** DINO: everything but vectors and biases; position embeddings and class token are decayed. */
    public static final WeightDecayRule ALL_BUT_VECTORS = new WeightDecayRule(false, Set.of());

    /**
     * BEiT, SplitMask, DeiT and fine-tuning: neither vectors and biases nor position embeddings and class tokens. Mask
     * tokens are decayed.
     */
    public static final WeightDecayRule VISION_TRANSFORMER =
            new WeightDecayRule(false, Set.of("pos_embed", "cls_token", "dist_token"));

    /** Copies the names. */
    public WeightDecayRule {
        exemptNames = Set.copyOf(exemptNames);
    }

    /**
     * Returns whether a parameter is decayed.
     *
     * @param parameter its full name, such as {@code decoder.blocks.0.mlp.fc1.bias}
     * @param rank its number of axes
     */
    public boolean decays(String parameter, int rank) {
        String lastPart = parameter.substring(parameter.lastIndexOf('.') + 1);
        return !exemptNames.contains(lastPart) && (decaysVectors || (rank > 1 && !lastPart.equals("bias")));
    }
}
