package io.splitmask.datasets.transform;

import io.splitmask.data.Image;

/**
 * Moves the pixels of an image by an affine map and keeps its size. Each result pixel is looked up in the image at the
 * mapped position, with bilinear or bicubic (a = -1) interpolation and no antialiasing; positions outside the image get
 * the fill colour, and neighbours outside it are those at its edge.
 *
 * @see "Pillow, src/libImaging/Geometry.c, affine_transform, bilinear_filter32RGB and bicubic_filter32RGB"
 */
final class Warp {
    /** Decimals that Pillow keeps of sine and cosine. */
    private static final double DECIMALS = 1e15;

    private final Image image;
    private final WarpStyle style;

    Warp(Image image, WarpStyle style) {
        this.image = image;
        this.style = style;
    }

    /** Moves each row sideways by {@code factor} times its distance from the top, to the left if positive. */
    Image shearX(double factor) {
        return moveRows(factor, 0);
    }

    /** Moves each column by {@code factor} times its distance from the left, upwards if positive. */
    Image shearY(double factor) {
        return moveColumns(factor, 0);
    }

    /** Moves by a share of the width, to the left if positive. */
    Image translateX(double share) {
        return moveRows(0, share * image.width());
    }

    /** Moves by a share of the height, upwards if positive. */
    Image translateY(double share) {
        return moveColumns(0, share * image.height());
    }

    private Image moveRows(double factor, double distance) {
        return style.resampling() == Resampling.BICUBIC
                ? LineShift.ofRows(image, style.fill()).apply(factor, distance)
                : bilinear(1, factor, distance, 0, 1, 0);
    }

    private Image moveColumns(double factor, double distance) {
        return style.resampling() == Resampling.BICUBIC
                ? LineShift.ofColumns(image, style.fill()).apply(factor, distance)
                : bilinear(1, 0, 0, factor, 1, distance);
    }

    /** Turns about the centre, counter-clockwise if positive. */
    Image rotate(double degrees) {
        double angle = -Math.toRadians(degrees);
        double cosine = rounded(Math.cos(angle));
        double sine = rounded(Math.sin(angle));
        double centreX = image.width() / 2.0;
        double centreY = image.height() / 2.0;
        double[] map = {
            cosine,
            sine,
            cosine * -centreX + sine * -centreY + centreX,
            -sine,
            cosine,
            -sine * -centreX + cosine * -centreY + centreY
        };
        return style.resampling() == Resampling.BICUBIC
                ? new Rotation(image, style.fill(), map).apply()
                : bilinear(map);
    }

    private static double rounded(double x) {
        return Math.rint(x * DECIMALS) / DECIMALS;
    }

    /** Looks up (m0 x + m1 y + m2, m3 x + m4 y + m5) for the middle (x, y) of each pixel. */
    private Image bilinear(double... m) {
        byte[] to = new byte[image.rgb().length];
        Neighbourhood neighbourhood = new Neighbourhood(image);
        int target = 0;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                double fromX = m[0] * (x + 0.5) + m[1] * (y + 0.5) + m[2];
                double fromY = m[3] * (x + 0.5) + m[4] * (y + 0.5) + m[5];
                if (neighbourhood.moveTo(fromX, fromY)) {
                    neighbourhood.bilinear(to, target);
                } else {
                    style.fill().write(to, target);
                }
                target += 3;
            }
        }
        return new Image(image.width(), image.height(), to);
    }
}
