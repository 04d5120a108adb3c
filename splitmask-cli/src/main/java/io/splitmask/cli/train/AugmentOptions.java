package io.splitmask.cli.train;

import io.splitmask.cli.option.PositiveInt;
import io.splitmask.cli.option.UsageException;
import io.splitmask.recipe.ColourJitter;
import io.splitmask.recipe.FinetuneAugmentation;
import io.splitmask.recipe.FinetuneRecipe;
import io.splitmask.recipe.MixRecipe;
import io.splitmask.recipe.PolicyRecipe;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How images are changed before fine-tuning and tests. What is not asked for stays as in the recipe. */
final class AugmentOptions {
    @Option(
            names = "--min-crop",
            paramLabel = "SHARE",
            description = "Smallest share of an image in a crop, above 0 to 1. Default: the preset's 0.08, else 0.3.")
    private @Nullable Double minCrop;

    @Option(
            names = "--flip",
            paramLabel = "SHARE",
            description = "Share of the images that are swapped left and right. Default: 0.5.")
    private @Nullable Double flip;

    @Option(
            names = "--augment",
            paramLabel = "POLICY",
            converter = PolicyReader.class,
            description =
                    "none; rand-mM, RandAugment of magnitude M, such as rand-m9 or rand-m7-mstd0.5-inc1; auto, AutoAugment. "
                            + "Default: the preset's, else none.")
    private @Nullable PolicyRecipe policy;

    @Option(
            names = "--jitter",
            paramLabel = "STRENGTH",
            description =
                    "Random brightness, contrast and saturation, 0 for none; left out where --augment has a policy. "
                            + "Default: the preset's 0.4, else 0.")
    private @Nullable Double jitter;

    @Option(
            names = "--erasing",
            paramLabel = "SHARE",
            description = "Share of the images in which a rectangle is erased. Default: the preset's, else 0.")
    private @Nullable Double erasing;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Show a drawn image N times in a row, differently augmented. Default: the preset's, else 1.")
    private @Nullable Integer repeats;

    @Option(
            names = "--mixup",
            paramLabel = "ALPHA",
            description = "Mix pairs of images; 0 for not. Default: the preset's 0.8, else 0.")
    private @Nullable Double mixup;

    @Option(
            names = "--cutmix",
            paramLabel = "ALPHA",
            description = "Paste boxes of other images; 0 for not. Default: the preset's 1, else 0.")
    private @Nullable Double cutmix;

    @Option(
            names = "--mix-probability",
            paramLabel = "SHARE",
            description = "Share of the batches with mixup or CutMix, where one of them is on. Default: 1.")
    private @Nullable Double mixProbability;

    @Option(
            names = "--cutmix-share",
            paramLabel = "SHARE",
            description = "Share of CutMix in the mixed batches, where both are on. Default: 0.5.")
    private @Nullable Double cutmixShare;

    @Option(
            names = "--test-crop",
            paramLabel = "RATIO",
            description = "Share of a test image's side that is looked at, above 0 to 1. Default: the preset's 0.875,"
                    + " else 1.")
    private @Nullable Double testCrop;

    /** Returns a recipe with what was asked for. @throws IllegalArgumentException if a value is out of its range */
    FinetuneRecipe apply(FinetuneRecipe recipe) {
        FinetuneAugmentation base = recipe.augmentation();
        FinetuneAugmentation augmentation = new FinetuneAugmentation(
                minCrop == null ? base.minCropArea() : minCrop,
                flip == null ? base.flipProbability() : flip,
                policy == null ? base.policy() : policy,
                jitter == null ? base.jitter() : ColourJitter.ofStrength(jitter),
                repeats == null ? base.repeats() : repeats,
                erasing == null ? base.erasingProbability() : erasing,
                testCrop == null ? base.testCropRatio() : testCrop);
        return recipe.withAugmentation(augmentation, mix(recipe.mix()));
    }

    private MixRecipe mix(MixRecipe base) {
        double mixupAlpha = mixup == null ? base.mixupAlpha() : mixup;
        double cutmixAlpha = cutmix == null ? base.cutmixAlpha() : cutmix;
        if (mixupAlpha == 0 && cutmixAlpha == 0) {
            if (mixProbability != null || cutmixShare != null) {
                throw new UsageException("--mix-probability and --cutmix-share need --mixup or --cutmix above 0");
            }
            return MixRecipe.NONE;
        }
        boolean mixed = base.probability() > 0;
        double probability = mixed ? base.probability() : MixRecipe.PAPER.probability();
        double share = mixed ? base.cutmixShare() : MixRecipe.PAPER.cutmixShare();
        return new MixRecipe(
                mixupAlpha,
                cutmixAlpha,
                mixProbability == null ? probability : mixProbability,
                cutmixShare == null ? share : cutmixShare);
    }

    /** Reads a policy. */
    static final class PolicyReader implements ITypeConverter<PolicyRecipe> {
        @Override
        public PolicyRecipe convert(String text) {
            try {
                return PolicyRecipe.of(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
