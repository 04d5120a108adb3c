package io.splitmask.optim;

import io.splitmask.config.Problems;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Smaller learning rates for layers nearer to the input.
 *
 * <p>Layer 0 holds {@code cls_token}, {@code mask_token}, {@code pos_embed} and {@code patch_embed.*}; layer i + 1 holds
 * {@code blocks.i.*}; layer {@code depth + 1} everything else. The learning rate of a layer is multiplied by
 * {@code decay^(depth + 1 - layer)}.
 *
 * @param decay factor from a layer to the one before it; 1 for none
 * @param depth L, number of blocks
 * @see "golden cases, section 14, layer_decay; microsoft/unilm 768a3c8, beit/optim_factory.py"
 */
public record LayerDecay(double decay, int depth) {
    private static final Set<String> EMBEDDINGS = Set.of("cls_token", "mask_token", "pos_embed");
    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d{1,9})\\..*");

    /** Checks the numbers. */
    public LayerDecay {
        Problems.of("LayerDecay")
                .require(decay > 0 && decay <= 1, "expected decay above 0 and at most 1, got " + decay)
                .atLeast(1, "depth", depth)
                .throwIfAny();
    }

    /**
     * Returns the layer of a parameter, 0 to depth + 1.
     *
     * @param parameter the name within the Vision Transformer, such as {@code blocks.3.attn.qkv.weight}
     * @throws IllegalArgumentException if it belongs to a block beyond the depth
     */
    public int layer(String parameter) {
        if (EMBEDDINGS.contains(parameter) || parameter.startsWith("patch_embed.")) {
            return 0;
        }
        Matcher block = BLOCK.matcher(parameter);
        if (!block.matches()) {
            return depth + 1;
        }
        int index = Integer.parseInt(block.group(1));
        if (index >= depth) {
            throw new IllegalArgumentException(
                    "LayerDecay: expected a block below depth " + depth + ", got '" + parameter + "'");
        }
        return index + 1;
    }

    /**
     * Returns the factor on the learning rate of a layer.
     *
     * @param layer 0 to depth + 1
     */
    public double multiplier(int layer) {
        if (layer < 0 || layer > depth + 1) {
            throw new IllegalArgumentException(
                    "LayerDecay: expected a layer from 0 to " + (depth + 1) + ", got " + layer);
        }
        return StrictMath.pow(decay, depth + 1 - layer);
    }

    /** Returns the factor on the learning rate of a parameter; see {@link #layer}. */
    public double multiplier(String parameter) {
        return multiplier(layer(parameter));
    }
}
