package io.splitmask.datasets.transform;

/** Interpolation kernels, with Pillow's parameters. */
public enum Resampling {
    /** Triangle over 2 pixels. */
    BILINEAR(1) {
        @Override
        double weight(double distance) {
            return Math.max(0, 1 - Math.abs(distance));
        }
    },
    /** Keys' cubic with a = -0.5 over 4 pixels. */
    BICUBIC(2) {
        @Override
        double weight(double distance) {
            double a = -0.5;
            double d = Math.abs(distance);
            if (d < 1) {
                return ((a + 2) * d - (a + 3)) * d * d + 1;
            }
            return d < 2 ? (((d - 5) * d + 8) * d - 4) * a : 0;
        }
    },
    /** Windowed sine over 6 pixels. */
    LANCZOS(3) {
        @Override
        double weight(double distance) {
            if (distance == 0 || Math.abs(distance) >= 3) {
                return distance == 0 ? 1 : 0;
            }
            // sinc(d) sinc(d / 3), with one sine: sin(3 a) = sin(a) (3 - 4 sin(a)^2).
            double angle = distance / 3 * Math.PI;
            double sine = Math.sin(angle);
            return sine * sine * (3 - 4 * sine * sine) / (3 * angle * angle);
        }
    };

    private final double support;

    Resampling(double support) {
        this.support = support;
    }

    /** Returns the distance in pixels from which on the weight is zero. */
    double support() {
        return support;
    }

    abstract double weight(double distance);
}
