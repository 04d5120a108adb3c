package io.splitmask.cli.option;

import io.splitmask.masking.MaskingKind;
import io.splitmask.method.splitmask.SplitMaskRecipe;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How the model learns without labels. */
public final class MethodOptions {
    @Option(
            names = "--method",
            paramLabel = "NAME",
            converter = MethodName.class,
            description = {
                "splitmask: each half of the patches is encoded apart; each predicts the",
                "  visual words of the other, and both must agree on what the image is."
            })
    private String method = MethodName.SPLITMASK;

    @Option(
            names = "--vocab",
            paramLabel = "V",
            converter = PositiveInt.class,
            description = "Visual words of the random-projection tokenizer. Default: ${DEFAULT-VALUE}.")
    private int vocabulary = 8192;

    @Option(
            names = "--masking",
            paramLabel = "KIND",
            description = "How patches are split: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private MaskingKind masking = MaskingKind.BLOCK;

    @Option(
            names = "--mask-ratio",
            paramLabel = "SHARE",
            description = "Share of the patches that a branch does not see, 0..1. Default: ${DEFAULT-VALUE}.")
    private double maskRatio = 0.5;

    @Option(
            names = "--decoder-depth",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Blocks of the decoder. Default: ${DEFAULT-VALUE}.")
    private int decoderDepth = 2;

    @Option(
            names = "--no-split",
            description = "Ablation: one branch with mask tokens, as in BEiT; implies --no-match.")
    private boolean noSplit;

    @Option(names = "--no-inpaint", description = "Ablation: do not predict visual words.")
    private boolean noInpaint;

    @Option(names = "--no-match", description = "Ablation: do not match the two descriptors.")
    private boolean noMatch;

    public String method() {
        return method;
    }

    public int vocabulary() {
        return vocabulary;
    }

    /** Returns the recipe that was asked for. */
    public SplitMaskRecipe recipe() {
        try {
            return new SplitMaskRecipe(
                    !noSplit,
                    maskRatio,
                    masking,
                    SplitMaskRecipe.PAPER.temperature(),
                    noInpaint ? 0 : 1,
                    noMatch || noSplit ? 0 : 1,
                    decoderDepth);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    /** Reads the name of a method. */
    public static final class MethodName implements ITypeConverter<String> {
        static final String SPLITMASK = "splitmask";

        @Override
        public String convert(String text) {
            if (!text.toLowerCase(Locale.ROOT).equals(SPLITMASK)) {
                throw new TypeConversionException("unknown method '" + text + "'; known: " + SPLITMASK);
            }
            return SPLITMASK;
        }
    }
}
