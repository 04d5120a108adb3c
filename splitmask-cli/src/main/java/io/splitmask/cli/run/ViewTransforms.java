package io.splitmask.cli.run;

import io.splitmask.datasets.transform.Normalization;
import io.splitmask.datasets.transform.PretrainTransform;
import io.splitmask.datasets.transform.RandomResizedCrop;
import io.splitmask.datasets.transform.Transform;
import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.PretrainAugmentation;
import io.splitmask.recipe.PretrainRecipe;

/** Turns the views of a recipe into what the loader does with an image. */
final class ViewTransforms {
    private ViewTransforms() {}

    static Transform of(PretrainRecipe recipe, VitConfig model) {
        PretrainAugmentation first = recipe.views().get(0).augmentation();
        return new PretrainTransform(
                model.imageHeight(),
                RandomResizedCrop.ofScale(first.minCropArea(), first.maxCropArea()),
                Normalization.IMAGENET);
    }
}
