package io.splitmask.cli.run;

import io.splitmask.datasets.transform.Augmentation;
import io.splitmask.datasets.transform.AutoAugment;
import io.splitmask.datasets.transform.EvalTransform;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.datasets.transform.RandAugment;
import io.splitmask.datasets.transform.RandomColourJitter;
import io.splitmask.datasets.transform.RandomErasing;
import io.splitmask.datasets.transform.RandomResizedCrop;
import io.splitmask.datasets.transform.TrainAugmentation;
import io.splitmask.datasets.transform.TrainTransform;
import io.splitmask.datasets.transform.Transform;
import io.splitmask.datasets.transform.WarpStyle;
import io.splitmask.recipe.ColourJitter;
import io.splitmask.recipe.FinetuneAugmentation;
import io.splitmask.recipe.PolicyRecipe;

/** Turns the augmentation of a recipe into what the loader does with an image. */
final class FinetuneTransforms {
    private static final int OPERATIONS = 2;

    private FinetuneTransforms() {}

    /** Returns what happens to a training image. @param imageSize Hi = Wi in pixels */
    static Transform training(FinetuneAugmentation recipe, int imageSize, Normalization normalization) {
        return new TrainTransform(
                imageSize,
                new TrainAugmentation(
                        RandomResizedCrop.ofScale(recipe.minCropArea(), 1),
                        recipe.flipProbability(),
                        changes(recipe),
                        RandomErasing.withProbability(recipe.erasingProbability())),
                normalization);
    }

    /** Returns what happens to a test image. @param imageSize Hi = Wi in pixels */
    static Transform test(FinetuneAugmentation recipe, int imageSize, Normalization normalization) {
        return new EvalTransform(imageSize, recipe.testCropRatio(), normalization);
    }

    private static Augmentation changes(FinetuneAugmentation recipe) {
        PolicyRecipe policy = recipe.policy();
        return switch (policy.kind()) {
            case RAND_AUGMENT ->
                new RandAugment(policy.magnitude(), policy.deviation(), OPERATIONS, WarpStyle.IMAGENET);
            case AUTO_AUGMENT -> AutoAugment.ORIGINAL;
            case NONE -> jitter(recipe.jitter());
        };
    }

    private static Augmentation jitter(ColourJitter jitter) {
        return new RandomColourJitter(jitter.brightness(), jitter.contrast(), jitter.saturation(), jitter.hue())
                .withProbability(jitter.probability());
    }
}
