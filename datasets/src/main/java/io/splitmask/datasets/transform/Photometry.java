package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Changes of a crop that move no pixel, in this order: colour, blur, solarisation. The half-resolution pixels of the same
 * crop get the same draws of colour and solarisation, and no blur: the words that a model predicts are those of the sharp
 * picture in the colours that it sees.
 *
 * @param colour such as jitter followed by greyscale
 * @param blur of the full resolution alone
 * @param solarisation the last change
 */
public record Photometry(Augmentation colour, Augmentation blur, Augmentation solarisation) {
    /** Changes nothing and draws nothing. */
    public static final Photometry NONE = new Photometry(Augmentation.NONE, Augmentation.NONE, Augmentation.NONE);

    /** Colour jitter, then greyscale, each to a share of the crops. */
    public static Augmentation colour(
            RandomColourJitter jitter, double jitterProbability, double greyscaleProbability) {
        Augmentation greyscale = (image, random) -> Greyscale.apply(image);
        return jitter.withProbability(jitterProbability).then(greyscale.withProbability(greyscaleProbability));
    }

    /** The changes of one crop, decided but not carried out. */
    interface Drawn {
        /** Changes the crop at full resolution. */
        Image full(Image image);

        /** Changes the same crop at half the resolution. */
        Image half(Image image);
    }

    /** Draws what happens to a crop. */
    Drawn draw(RandomGenerator random) {
        long colourSeed = seed(colour, random);
        long blurSeed = seed(blur, random);
        long solarisationSeed = seed(solarisation, random);
        return new Drawn() {
            @Override
            public Image full(Image image) {
                Image coloured = colour.apply(image, new SplittableRandom(colourSeed));
                Image blurred = blur.apply(coloured, new SplittableRandom(blurSeed));
                return solarisation.apply(blurred, new SplittableRandom(solarisationSeed));
            }

            @Override
            public Image half(Image image) {
                Image coloured = colour.apply(image, new SplittableRandom(colourSeed));
                return solarisation.apply(coloured, new SplittableRandom(solarisationSeed));
            }
        };
    }

    private static long seed(Augmentation augmentation, RandomGenerator random) {
        return augmentation == Augmentation.NONE ? 0 : random.nextLong();
    }
}
