package io.splitmask.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.data.Image;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.recipe.ColourJitter;
import io.splitmask.recipe.FinetuneAugmentation;
import io.splitmask.recipe.PolicyRecipe;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FinetuneTransformsTest {
    private static final int SIDE = 16;

    private static float[] pixels(PolicyRecipe policy, ColourJitter jitter, double erasing) {
        return pixels(policy, jitter, erasing, Normalization.IMAGENET);
    }

    private static float[] pixels(
            PolicyRecipe policy, ColourJitter jitter, double erasing, Normalization normalization) {
        byte[] rgb = new byte[3 * 40 * 30];
        new SplittableRandom(1).nextBytes(rgb);
        FinetuneAugmentation recipe = new FinetuneAugmentation(0.5, 0.5, policy, jitter, 1, erasing, 1);
        return FinetuneTransforms.training(recipe, SIDE, normalization)
                .apply(new Image(40, 30, rgb), new SplittableRandom(2))
                .get(0)
                .pixels();
    }

    @Test
    void everyPartOfTheRecipeChangesThePicture() {
        float[] plain = pixels(PolicyRecipe.NONE, ColourJitter.NONE, 0);
        assertThat(plain).hasSize(3 * SIDE * SIDE);
        assertThat(pixels(PolicyRecipe.randAugment(9), ColourJitter.NONE, 0)).isNotEqualTo(plain);
        assertThat(pixels(PolicyRecipe.AUTO_AUGMENT, ColourJitter.NONE, 0)).isNotEqualTo(plain);
        assertThat(pixels(PolicyRecipe.NONE, ColourJitter.BEIT, 0)).isNotEqualTo(plain);
        assertThat(pixels(PolicyRecipe.NONE, ColourJitter.NONE, 1)).isNotEqualTo(plain);
    }

    @Test
    void imagesAreNormalisedAsTold() {
        Image picture = Normalization.IMAGENET.invert(pixels(PolicyRecipe.NONE, ColourJitter.NONE, 0), SIDE, SIDE);
        assertThat(pixels(PolicyRecipe.NONE, ColourJitter.NONE, 0, Normalization.INCEPTION))
                .isEqualTo(Normalization.INCEPTION.apply(picture));
        FinetuneAugmentation recipe = FinetuneAugmentation.CROP_AND_FLIP;
        Image plain = new Image(SIDE, SIDE, new byte[3 * SIDE * SIDE]);
        assertThat(FinetuneTransforms.test(recipe, SIDE, Normalization.INCEPTION)
                        .apply(plain, new SplittableRandom(3))
                        .get(0)
                        .pixels())
                .containsOnly(-1);
    }

    @Test
    void jitterIsLeftOutWhereThereIsAPolicy() {
        assertThat(pixels(PolicyRecipe.randAugment(9), ColourJitter.BEIT, 0))
                .isEqualTo(pixels(PolicyRecipe.randAugment(9), ColourJitter.NONE, 0));
    }
}
