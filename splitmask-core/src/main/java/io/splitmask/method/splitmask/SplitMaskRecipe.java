package io.splitmask.method.splitmask;

import io.splitmask.config.Problems;
import io.splitmask.masking.MaskGenerator;
import io.splitmask.masking.MaskingKind;
import io.splitmask.method.MethodContext;
import io.splitmask.method.MethodRecipe;

/**
 * What is particular to SplitMask: two branches that see disjoint sets of patches, predict the visual words of what they
 * do not see (inpaint), and agree on a descriptor of the image (match). The total loss is
 * {@code mimWeight * mim + matchWeight * contrastive}.
 *
 * @param split whether there are two branches; without, the encoder sees all positions with mask tokens, as in BEiT
 * @param maskRatio share of the patches that branch a does not see; without the split, that is hidden
 * @param masking how patches are chosen
 * @param temperature tau of the match loss
 * @param mimWeight weight of the inpaint loss; 0 switches it off
 * @param matchWeight weight of the match loss; 0 switches it off
 * @param decoderDepth number of decoder blocks
 */
public record SplitMaskRecipe(
        boolean split,
        double maskRatio,
        MaskingKind masking,
        double temperature,
        double mimWeight,
        double matchWeight,
        int decoderDepth)
        implements MethodRecipe {
    /** The full method: the last row of Table 8. */
    public static final SplitMaskRecipe PAPER = new SplitMaskRecipe(true, 0.5, MaskingKind.BLOCK, 0.2, 1, 1, 2);
    /** For Cars, Clipart, Painting and Sketch: 75 % masked uniformly. */
    public static final SplitMaskRecipe SMALL_DATA = PAPER.withMasking(MaskingKind.UNIFORM, 0.75);
    /** Table 8, second row: split and inpaint. */
    public static final SplitMaskRecipe INPAINT_ONLY = PAPER.withWeights(1, 0);
    /** Table 8, third row: split and match. */
    public static final SplitMaskRecipe MATCH_ONLY = PAPER.withWeights(0, 1);

    /** Checks the numbers. */
    public SplitMaskRecipe {
        Problems.of("SplitMaskRecipe")
                .require(maskRatio > 0 && maskRatio < 1, "expected maskRatio above 0 and below 1, got " + maskRatio)
                .positive("temperature", temperature)
                .notNegative("mimWeight", mimWeight)
                .notNegative("matchWeight", matchWeight)
                .require(!(mimWeight == 0 && matchWeight == 0), "expected mimWeight or matchWeight > 0, got 0 and 0")
                .require(split || matchWeight == 0, "expected matchWeight 0 without split, got " + matchWeight)
                .atLeast(1, "decoderDepth", decoderDepth)
                .throwIfAny();
    }

    @Override
    public boolean needsWords() {
        return true;
    }

    @Override
    public SplitMask create(MethodContext context) {
        return new SplitMask(context.backend(), context.model(), this, context.words(), context.dropPath());
    }

    /** Returns whether missing patches are predicted. */
    public boolean inpaint() {
        return mimWeight > 0;
    }

    /** Returns whether the descriptors of the branches are matched. */
    public boolean match() {
        return matchWeight > 0;
    }

    /** Returns what draws the splits. */
    public MaskGenerator maskGenerator() {
        return masking.generator(maskRatio);
    }

    /** Returns the same recipe with another kind and share of masking. */
    public SplitMaskRecipe withMasking(MaskingKind newMasking, double newMaskRatio) {
        return new SplitMaskRecipe(split, newMaskRatio, newMasking, temperature, mimWeight, matchWeight, decoderDepth);
    }

    /** Returns the same recipe with other weights of the losses; 0 switches one off. */
    public SplitMaskRecipe withWeights(double newMimWeight, double newMatchWeight) {
        return new SplitMaskRecipe(split, maskRatio, masking, temperature, newMimWeight, newMatchWeight, decoderDepth);
    }

    /** Returns the same recipe with one branch, and so without the match loss. */
    public SplitMaskRecipe withoutSplit() {
        return new SplitMaskRecipe(false, maskRatio, masking, temperature, mimWeight, 0, decoderDepth);
    }

    /** Returns the same recipe with another number of decoder blocks. */
    public SplitMaskRecipe withDecoderDepth(int newDecoderDepth) {
        return new SplitMaskRecipe(split, maskRatio, masking, temperature, mimWeight, matchWeight, newDecoderDepth);
    }
}
