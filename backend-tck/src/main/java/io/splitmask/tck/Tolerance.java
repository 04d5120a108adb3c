package io.splitmask.tck;

import java.util.Locale;

/**
 * How far a value may be from the expected one: {@code atol + rtol * |expected|}.
 *
 * @param rtol relative part
 * @param atol absolute part
 * @param extent whose expected value counts
 */
public record Tolerance(double rtol, double atol, Extent extent) {
    /** What {@code |expected|} and the difference are taken over. */
    public enum Extent {
        /** Every element by itself. */
        ELEMENT,
        /** Maxima over the whole tensor, as in the stored cases. */
        TENSOR
    }

    /** Nothing but the same value; NaN matches NaN. */
    public static final Tolerance EXACT = elementwise(0, 0);

    /** Checks every element by itself. */
    public static Tolerance elementwise(double rtol, double atol) {
        return new Tolerance(rtol, atol, Extent.ELEMENT);
    }

    /** Checks the largest difference against the largest expected magnitude. */
    public static Tolerance wholeTensor(double rtol, double atol) {
        return new Tolerance(rtol, atol, Extent.TENSOR);
    }

    /** Returns this times the square root of n, for a reduction over n elements. */
    public Tolerance overSumOf(long n) {
        double factor = Math.sqrt(Math.max(1, n));
        return new Tolerance(rtol * factor, atol * factor, extent);
    }

    /** Returns this for values that are {@code scale} times larger than about 1. */
    public Tolerance atScale(double scale) {
        return new Tolerance(rtol, atol * scale, extent);
    }

    /** Returns the largest difference allowed at one element of the expected values. */
    double allowed(float[] expected, int position) {
        double magnitude = extent == Extent.ELEMENT ? Math.abs(expected[position]) : largest(expected);
        return atol + rtol * magnitude;
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        return largest;
    }

    @Override
    public String toString() {
        if (rtol == 0 && atol == 0) {
            return "exact";
        }
        String over = extent == Extent.ELEMENT ? "|expected|" : "max |expected|";
        return String.format(Locale.ROOT, "%.3g + %.3g * %s", atol, rtol, over);
    }
}
