package io.splitmask.nn;

import io.splitmask.config.Problems;

/**
 * How values on a line are read off between their places, with half-pixel centres and no antialiasing: target i lies at
 * {@code (i + 0.5) * from / to - 0.5}. Two-dimensional resampling applies it to rows and columns.
 *
 * @see "torch.nn.functional.interpolate, align_corners=False; golden cases, sections 10 and 16"
 */
public enum Resampling {
    /** Between the two neighbours; the place is clamped at 0 below, the upper neighbour at the last one. */
    BILINEAR {
        @Override
        void addTaps(double source, Line line) {
            double place = Math.max(0, source);
            int lower = (int) place;
            line.add(lower, 1 - (place - lower));
            line.add(lower + 1, place - lower);
        }
    },
    /** Cubic convolution over four neighbours, a = -0.75; those beyond the border count for the border. */
    BICUBIC {
        @Override
        void addTaps(double source, Line line) {
            int first = (int) Math.floor(source) - 1;
            for (int tap = first; tap < first + CUBIC_TAPS; tap++) {
                line.add(tap, cubic(Math.abs(source - tap)));
            }
        }
    };

    private static final double A = -0.75;
    private static final int CUBIC_TAPS = 4;

    abstract void addTaps(double source, Line line);

    /**
     * Returns the weights of the sources in each target.
     *
     * @param from number of sources, at least 1
     * @param to number of targets, at least 0
     * @return [to, from], row-major; rows sum to 1
     */
    public double[] weights(int from, int to) {
        Problems.of("Resampling")
                .atLeast(1, "from", from)
                .atLeast(0, "to", to)
                .require(
                        (long) from * to <= Integer.MAX_VALUE,
                        "expected at most 2^31 - 1 weights, got " + from + " sources times " + to + " targets")
                .throwIfAny();
        double[] weights = new double[to * from];
        for (int i = 0; i < to; i++) {
            addTaps((i + 0.5) * from / to - 0.5, new Line(weights, i * from, from));
        }
        return weights;
    }

    private static double cubic(double u) {
        return u <= 1 ? ((A + 2) * u - (A + 3)) * u * u + 1 : ((A * u - 5 * A) * u + 8 * A) * u - 4 * A;
    }

    /** The weights of one target. */
    private record Line(double[] weights, int start, int length) {
        void add(int tap, double weight) {
            weights[start + Math.max(0, Math.min(length - 1, tap))] += weight;
        }
    }
}
