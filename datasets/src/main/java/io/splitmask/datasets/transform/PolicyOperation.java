package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import java.util.random.RandomGenerator;

/**
 * What RandAugment and AutoAugment do to a picture, by a magnitude m of 0..{@value #MAX_MAGNITUDE}. Of some operations
 * there are two forms: the plain one of AutoAugment, of which 5 or 0 may be the mildest magnitude, and the increasing
 * one, that is stronger for higher m.
 *
 * @see "timm 0.3.3, timm/data/auto_augment.py; recipes: RandAugment"
 */
enum PolicyOperation {
    AUTO_CONTRAST {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Histogram.autoContrast(image);
        }
    },
    EQUALISE {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Histogram.equalise(image);
        }
    },
    INVERT {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Levels.invert(image);
        }
    },
    /** Up to 30 degrees either way. */
    ROTATE {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return new Warp(image, style).rotate(signed(share(magnitude) * 30, random));
        }
    },
    /** Keeps 0 to 4 bits. */
    POSTERISE {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Levels.posterise(image, (int) (share(magnitude) * 4));
        }
    },
    /** Keeps 4 to 0 bits. */
    POSTERISE_INCREASING {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Levels.posterise(image, 4 - (int) (share(magnitude) * 4));
        }
    },
    /** Keeps 4 to 8 bits. */
    POSTERISE_MILD {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Levels.posterise(image, 4 + (int) (share(magnitude) * 4));
        }
    },
    /** From 0 to 256 on. */
    SOLARISE {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Levels.solarise(image, (int) (share(magnitude) * 256));
        }
    },
    /** From 256 to 0 on. */
    SOLARISE_INCREASING {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Levels.solarise(image, 256 - (int) (share(magnitude) * 256));
        }
    },
    /** Adds up to 110. */
    SOLARISE_ADD {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Levels.solariseAdd(image, (int) (share(magnitude) * 110));
        }
    },
    SATURATION {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Enhancement.saturation(image, factor(magnitude));
        }
    },
    SATURATION_INCREASING {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Enhancement.saturation(image, increasingFactor(magnitude, random));
        }
    },
    CONTRAST {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Enhancement.contrast(image, factor(magnitude));
        }
    },
    CONTRAST_INCREASING {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Enhancement.contrast(image, increasingFactor(magnitude, random));
        }
    },
    BRIGHTNESS_INCREASING {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Enhancement.brightness(image, increasingFactor(magnitude, random));
        }
    },
    SHARPNESS {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Enhancement.sharpness(image, factor(magnitude));
        }
    },
    SHARPNESS_INCREASING {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return Enhancement.sharpness(image, increasingFactor(magnitude, random));
        }
    },
    /** Up to 0.3 either way. */
    SHEAR_X {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return new Warp(image, style).shearX(signed(share(magnitude) * 0.3, random));
        }
    },
    /** Up to 0.3 either way. */
    SHEAR_Y {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return new Warp(image, style).shearY(signed(share(magnitude) * 0.3, random));
        }
    },
    /** Up to 0.45 of the width either way. */
    TRANSLATE_X {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return new Warp(image, style).translateX(signed(share(magnitude) * 0.45, random));
        }
    },
    /** Up to 0.45 of the height either way. */
    TRANSLATE_Y {
        @Override
        Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random) {
            return new Warp(image, style).translateY(signed(share(magnitude) * 0.45, random));
        }
    };

    /** The strongest magnitude: {@value}. */
    static final int MAX_MAGNITUDE = 10;

    /**
     * Changes an image.
     *
     * @param magnitude 0..{@value #MAX_MAGNITUDE}
     * @param style of turning and moving
     * @param random of the direction, one number if there are two
     */
    abstract Image apply(Image image, double magnitude, WarpStyle style, RandomGenerator random);

    /**
     * Draws a magnitude from the normal distribution, cut to 0..{@value #MAX_MAGNITUDE}.
     *
     * @param deviation 0 draws nothing
     */
    static double drawMagnitude(double mean, double deviation, RandomGenerator random) {
        double magnitude = deviation == 0 ? mean : mean + deviation * random.nextGaussian();
        return Math.max(0, Math.min(MAX_MAGNITUDE, magnitude));
    }

    private static double share(double magnitude) {
        return magnitude / MAX_MAGNITUDE;
    }

    /** 0.1 to 1.9, so that 5 changes nothing. */
    private static double factor(double magnitude) {
        return share(magnitude) * 1.8 + 0.1;
    }

    /** 1 to 1.9 or to 0.1. */
    private static double increasingFactor(double magnitude, RandomGenerator random) {
        return Math.max(0.1, 1 + signed(share(magnitude) * 0.9, random));
    }

    private static double signed(double value, RandomGenerator random) {
        return random.nextBoolean() ? value : -value;
    }
}
