package io.splitmask.cli.run;

import io.splitmask.datasets.transform.CropView;
import io.splitmask.datasets.transform.GaussianBlur;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.datasets.transform.Photometry;
import io.splitmask.datasets.transform.PretrainTransform;
import io.splitmask.datasets.transform.RandomColourJitter;
import io.splitmask.datasets.transform.RandomResizedCrop;
import io.splitmask.datasets.transform.Resampling;
import io.splitmask.datasets.transform.Solarisation;
import io.splitmask.datasets.transform.Transform;
import io.splitmask.datasets.transform.ViewSize;
import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.ColourJitter;
import io.splitmask.recipe.CropResampling;
import io.splitmask.recipe.PretrainAugmentation;
import io.splitmask.recipe.PretrainRecipe;
import io.splitmask.recipe.ViewRecipe;
import java.util.ArrayList;
import java.util.List;

/** Turns the views of a recipe into what the loader does with an image. */
final class ViewTransforms {
    private ViewTransforms() {}

    /** Returns the views. @param words whether the method predicts visual words, which are those of the first view */
    static Transform of(PretrainRecipe recipe, VitConfig model, boolean words) {
        List<CropView> views = new ArrayList<>();
        for (ViewRecipe view : recipe.views()) {
            int side = view.imageSize(model.imageHeight(), model.patchSize());
            for (int i = 0; i < view.count(); i++) {
                views.add(view(view.augmentation(), new ViewSize(side, words && views.isEmpty())));
            }
        }
        return new PretrainTransform(views, Normalization.IMAGENET);
    }

    private static CropView view(PretrainAugmentation augmentation, ViewSize size) {
        return new CropView(
                size,
                RandomResizedCrop.ofScale(augmentation.minCropArea(), augmentation.maxCropArea()),
                resampling(augmentation.resampling()),
                augmentation.flipProbability(),
                photometry(augmentation));
    }

    private static Resampling resampling(CropResampling resampling) {
        return switch (resampling) {
            case BILINEAR -> Resampling.BILINEAR;
            case BICUBIC -> Resampling.BICUBIC;
        };
    }

    private static Photometry photometry(PretrainAugmentation augmentation) {
        ColourJitter jitter = augmentation.jitter();
        RandomColourJitter strengths =
                new RandomColourJitter(jitter.brightness(), jitter.contrast(), jitter.saturation(), jitter.hue());
        GaussianBlur blur =
                new GaussianBlur(PretrainAugmentation.MIN_BLUR_RADIUS, PretrainAugmentation.MAX_BLUR_RADIUS);
        return new Photometry(
                Photometry.colour(strengths, jitter.probability(), augmentation.greyscaleProbability()),
                blur.withProbability(augmentation.blurProbability()),
                new Solarisation(PretrainAugmentation.SOLARISE_THRESHOLD)
                        .withProbability(augmentation.solariseProbability()));
    }
}
