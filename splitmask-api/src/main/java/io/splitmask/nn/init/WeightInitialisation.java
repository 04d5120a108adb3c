package io.splitmask.nn.init;

import io.splitmask.config.Problems;
import io.splitmask.tensor.Shape;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Initial values of a Vision Transformer and its heads by parameter name, as in BEiT: a truncated normal distribution
 * for matrices, patch projection, tokens and position tables, 0 for biases, 1 for the weights of norms; layer-scale
 * vectors keep the value of their module. In block l of a stack (from 1) the weights of {@code attn.proj} and
 * {@code mlp.fc2} are divided by {@code sqrt(2 l)}.
 *
 * @param weights distribution of what is not constant
 * @param headScale factor on {@code head.weight}, the classification head; 0.001 for BEiT's fine-tuning
 * @see "recipes, section 1.4; microsoft/unilm 768a3c8, beit/modeling_pretrain.py and run_class_finetuning.py"
 */
public record WeightInitialisation(TruncatedNormal weights, double headScale) implements ParameterInitialisation {
    /** BEiT and SplitMask pre-training. */
    public static final WeightInitialisation BEIT = new WeightInitialisation(TruncatedNormal.BEIT, 1);

    private static final Pattern RESIDUAL_OUTPUT =
            Pattern.compile("(?:.*\\.)?blocks\\.(\\d{1,9})\\.(?:attn\\.proj|mlp\\.fc2)\\.weight");

    /** Checks the number. */
    public WeightInitialisation {
        Problems.of("WeightInitialisation").notNegative("headScale", headScale).throwIfAny();
    }

    @Override
    public Optional<Initializer> of(String name, Shape shape) {
        String lastPart = name.substring(name.lastIndexOf('.') + 1);
        if (lastPart.equals("bias")) {
            return Optional.of(Initializer.constant(0f));
        }
        if (shape.rank() < 2) {
            return lastPart.equals("weight") ? Optional.of(Initializer.constant(1f)) : Optional.empty();
        }
        if (name.equals("head.weight")) {
            return Optional.of(weights.scaled(headScale));
        }
        Matcher residual = RESIDUAL_OUTPUT.matcher(name);
        if (residual.matches()) {
            return Optional.of(weights.scaled(1 / Math.sqrt(2.0 * (Integer.parseInt(residual.group(1)) + 1))));
        }
        return Optional.of(weights);
    }
}
