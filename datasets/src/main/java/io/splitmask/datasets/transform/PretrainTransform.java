package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import io.splitmask.data.View;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The augmentation of SplitMask and BEiT without colour jitter: a random resized crop, a flip with probability 1/2, and
 * the same box once more at half the side for the tokenizer.
 *
 * <p>The full view is resized with {@link Resampling#BICUBIC}, the half view straight from the source with {@link
 * Resampling#LANCZOS}, both antialiased. Draws, in this order: the box, the flip.
 */
public final class PretrainTransform implements Transform {
    private final int imageSize;
    private final RandomResizedCrop crop;
    private final Normalization normalization;

    /** The standard crop and ImageNet's statistics. */
    public PretrainTransform(int imageSize) {
        this(imageSize, RandomResizedCrop.STANDARD, Normalization.IMAGENET);
    }

    /**
     * Another crop or other statistics.
     *
     * @param imageSize Hi = Wi in pixels, even
     */
    public PretrainTransform(int imageSize, RandomResizedCrop crop, Normalization normalization) {
        this.imageSize = ImageSize.requirePositive(imageSize);
        if (imageSize % 2 != 0) {
            throw new IllegalArgumentException(
                    "image size: expected an even number for the half view, got " + imageSize);
        }
        this.crop = crop;
        this.normalization = normalization;
    }

    @Override
    public List<ViewSize> sizes() {
        return List.of(ViewSize.withHalf(imageSize));
    }

    @Override
    public List<View> apply(Image image, RandomGenerator random) {
        Box box = crop.sample(image.width(), image.height(), random);
        boolean flip = random.nextBoolean();
        Image full = Resizer.resize(image, box, imageSize, imageSize, Resampling.BICUBIC);
        Image half = Resizer.resize(image, box, imageSize / 2, imageSize / 2, Resampling.LANCZOS);
        return List.of(new View(
                imageSize,
                normalization.apply(flip ? HorizontalFlip.apply(full) : full),
                normalization.apply(flip ? HorizontalFlip.apply(half) : half)));
    }
}
