package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import io.splitmask.data.View;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Fine-tuning: a random resized crop, bicubic, a flip, changes of the picture, normalisation, and erasing. Draws in this
 * order: the box, the flip, what the changes and the erasing draw.
 *
 * @see "recipes: RandAugment, the order in the pipeline"
 */
public final class TrainTransform implements StagedTransform {
    private final int imageSize;
    private final TrainAugmentation augmentation;
    private final Normalization normalization;

    /** Crop and flip only, and ImageNet's statistics. */
    public TrainTransform(int imageSize) {
        this(imageSize, TrainAugmentation.CROP_AND_FLIP, Normalization.IMAGENET);
    }

    /** Another crop, and a flip. */
    public TrainTransform(int imageSize, RandomResizedCrop crop, Normalization normalization) {
        this(imageSize, TrainAugmentation.CROP_AND_FLIP.withCrop(crop), normalization);
    }

    /**
     * Any augmentation.
     *
     * @param imageSize Hi = Wi in pixels
     */
    public TrainTransform(int imageSize, TrainAugmentation augmentation, Normalization normalization) {
        this.imageSize = ImageSize.requirePositive(imageSize);
        this.augmentation = augmentation;
        this.normalization = normalization;
    }

    @Override
    public List<ViewSize> sizes() {
        return List.of(ViewSize.whole(imageSize));
    }

    @Override
    public List<View> apply(Image image, RandomGenerator random, Stage.Listener listener) {
        Box box = augmentation.crop().sample(image.width(), image.height(), random);
        boolean flip = random.nextDouble() < augmentation.flipProbability();
        Resizer.Target target = new Resizer.Target(imageSize, imageSize, Resampling.BICUBIC);
        Image resized = Resizer.resize(image, box, flip, target).get(0);
        listener.ended(Stage.RESIZE);
        Image changed = augmentation.changes().apply(resized, random);
        listener.ended(Stage.AUGMENT);
        float[] pixels = normalization.apply(changed);
        augmentation.erasing().apply(pixels, imageSize, imageSize, random);
        listener.ended(Stage.NORMALISE);
        return List.of(View.of(imageSize, pixels));
    }
}
