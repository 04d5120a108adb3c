package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import io.splitmask.data.View;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Fine-tuning: a random resized crop, bicubic, and a flip with probability 1/2. Draws, in this order: the box, the
 * flip.
 */
public final class TrainTransform implements Transform {
    private final int imageSize;
    private final RandomResizedCrop crop;
    private final Normalization normalization;

    /** The standard crop and ImageNet's statistics. */
    public TrainTransform(int imageSize) {
        this(imageSize, RandomResizedCrop.STANDARD, Normalization.IMAGENET);
    }

    /**
     * Another crop or other statistics.
     *
     * @param imageSize Hi = Wi in pixels
     */
    public TrainTransform(int imageSize, RandomResizedCrop crop, Normalization normalization) {
        this.imageSize = ImageSize.requirePositive(imageSize);
        this.crop = crop;
        this.normalization = normalization;
    }

    @Override
    public List<ViewSize> sizes() {
        return List.of(ViewSize.whole(imageSize));
    }

    @Override
    public List<View> apply(Image image, RandomGenerator random) {
        Box box = crop.sample(image.width(), image.height(), random);
        boolean flip = random.nextBoolean();
        Image resized = Resizer.resize(image, box, imageSize, imageSize, Resampling.BICUBIC);
        return List.of(View.of(imageSize, normalization.apply(flip ? HorizontalFlip.apply(resized) : resized)));
    }
}
