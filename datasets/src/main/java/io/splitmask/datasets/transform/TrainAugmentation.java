package io.splitmask.datasets.transform;

/**
 * How an image is changed before fine-tuning.
 *
 * @param crop draws the box
 * @param flipProbability of swapping left and right, 0..1
 * @param changes of the crop, such as {@link RandAugment}, {@link AutoAugment} or a {@link RandomColourJitter}, which
 *     the recipes leave out where there is one of the former
 * @param erasing after normalisation
 */
public record TrainAugmentation(
        RandomResizedCrop crop, double flipProbability, Augmentation changes, RandomErasing erasing) {
    /** A standard crop and a flip of every second image. */
    public static final TrainAugmentation CROP_AND_FLIP =
            new TrainAugmentation(RandomResizedCrop.STANDARD, 0.5, Augmentation.NONE, RandomErasing.NONE);

    /** Checks the probability. */
    public TrainAugmentation {
        if (!(flipProbability >= 0 && flipProbability <= 1)) {
            throw new IllegalArgumentException("flip: expected a probability in 0..1, got " + flipProbability);
        }
    }

    /** Uses another crop. */
    public TrainAugmentation withCrop(RandomResizedCrop other) {
        return new TrainAugmentation(other, flipProbability, changes, erasing);
    }
}
