package io.splitmask.tck;

import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Compares two arrays of values and words the difference so that it helps to find the cause. */
final class Comparison {
    private final float[] actual;
    private final float[] expected;
    private final Shape shape;
    private final Tolerance tolerance;

    private int numWrong;
    private int first = -1;
    private double maxAbsolute;
    private double maxRelative;

    private Comparison(float[] actual, float[] expected, Shape shape, Tolerance tolerance) {
        this.actual = actual;
        this.expected = expected;
        this.shape = shape;
        this.tolerance = tolerance;
    }

    /**
     * Returns what differs, if anything does.
     *
     * @param shape of both; only for naming positions
     */
    static Optional<String> difference(float[] actual, float[] expected, Shape shape, Tolerance tolerance) {
        if (actual.length != expected.length) {
            return Optional.of("expected " + expected.length + " values, got " + actual.length);
        }
        return new Comparison(actual, expected, shape, tolerance).compare();
    }

    private Optional<String> compare() {
        double whole = tolerance.extent() == Tolerance.Extent.TENSOR && expected.length > 0
                ? tolerance.allowed(expected, 0)
                : 0;
        for (int i = 0; i < expected.length; i++) {
            double allowed = tolerance.extent() == Tolerance.Extent.TENSOR ? whole : tolerance.allowed(expected, i);
            inspect(i, allowed);
        }
        return numWrong == 0 ? Optional.empty() : Optional.of(describe());
    }

    private void inspect(int position, double allowed) {
        float a = actual[position];
        float e = expected[position];
        if (a == e || (Float.isNaN(a) && Float.isNaN(e))) {
            return;
        }
        double error = Math.abs((double) a - e);
        if (Float.isNaN(a) || Float.isNaN(e) || Float.isInfinite(a) || Float.isInfinite(e)) {
            error = Double.POSITIVE_INFINITY;
        }
        maxAbsolute = Math.max(maxAbsolute, error);
        maxRelative = Math.max(maxRelative, e == 0 ? Double.POSITIVE_INFINITY : error / Math.abs(e));
        if (!(error <= allowed) || Double.isInfinite(error)) {
            numWrong++;
            if (first < 0) {
                first = position;
            }
        }
    }

    private String describe() {
        return String.format(
                Locale.ROOT,
                "expected %s, got %s at index %s, the first of %d wrong among %d values of %s;"
                        + " max absolute error %.3g, max relative error %.3g, allowed %s",
                expected[first],
                actual[first],
                index(first),
                numWrong,
                expected.length,
                shape,
                maxAbsolute,
                maxRelative,
                tolerance);
    }

    private String index(int position) {
        if (shape.size() != expected.length) {
            return "[" + position + "]";
        }
        int[] index = new int[shape.rank()];
        int rest = position;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.dim(axis);
            rest /= shape.dim(axis);
        }
        return Arrays.toString(index);
    }
}
