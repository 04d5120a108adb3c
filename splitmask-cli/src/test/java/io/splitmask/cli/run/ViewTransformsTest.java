package io.splitmask.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.data.Image;
import io.splitmask.datasets.transform.CropView;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.datasets.transform.Photometry;
import io.splitmask.datasets.transform.PretrainTransform;
import io.splitmask.datasets.transform.RandomResizedCrop;
import io.splitmask.datasets.transform.Resampling;
import io.splitmask.datasets.transform.Transform;
import io.splitmask.datasets.transform.ViewSize;
import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.ColourJitter;
import io.splitmask.recipe.CropResampling;
import io.splitmask.recipe.PretrainAugmentation;
import io.splitmask.recipe.PretrainRecipe;
import io.splitmask.recipe.ViewRecipe;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ViewTransformsTest {
    private static final VitConfig MODEL = new VitConfig(16, 16, 8, 8, 1, 1, 4, 0);

    private static float[] pixels(Transform transform) {
        byte[] rgb = new byte[3 * 40 * 40];
        new SplittableRandom(3).nextBytes(rgb);
        return transform
                .apply(new Image(40, 40, rgb), new SplittableRandom(1))
                .get(0)
                .pixels();
    }

    @ParameterizedTest
    @EnumSource
    void resizesCropsAsTheRecipeSays(CropResampling resampling) {
        PretrainAugmentation augmentation = new PretrainAugmentation(0.5, 1, resampling, 0, ColourJitter.NONE, 0, 0, 0);
        PretrainRecipe recipe = PretrainRecipe.SPLITMASK.withViews(ViewRecipe.of(augmentation));
        CropView expected = new CropView(
                ViewSize.whole(16),
                RandomResizedCrop.ofScale(0.5, 1),
                Resampling.valueOf(resampling.name()),
                0,
                Photometry.NONE);
        assertThat(pixels(ViewTransforms.of(recipe, MODEL, false)))
                .isEqualTo(pixels(new PretrainTransform(List.of(expected), Normalization.IMAGENET)));
    }
}
