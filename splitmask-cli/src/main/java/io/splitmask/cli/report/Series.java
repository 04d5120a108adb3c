package io.splitmask.cli.report;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One curve.
 *
 * @param name what the legend says
 * @param x positions, ascending; not copied, do not change
 * @param y values, as many as positions; a value that is not finite is left out of the drawing; not copied
 * @param spread half the length of the bar at each point, as many as positions; empty for a curve of many points,
 *     without bars and marks; not copied
 */
public record Series(String name, double[] x, double[] y, double[] spread) {
    /** Checks the lengths. */
    public Series {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "series '" + name + "': expected as many x as y, got " + x.length + " and " + y.length);
        }
        if (spread.length != 0 && spread.length != x.length) {
            throw new IllegalArgumentException("series '" + name + "': expected as many bars as points, got "
                    + spread.length + " and " + x.length);
        }
    }

    /** Describes a curve of many points. */
    public Series(String name, double[] x, double[] y) {
        this(name, x, y, new double[0]);
    }

    /** Returns whether its points are few, and have bars and marks. */
    boolean hasBars() {
        return spread.length > 0;
    }

    /** Returns the curve over the binary logarithms of its positions. */
    Series withLogarithms() {
        return new Series(
                name,
                Arrays.stream(x).map(value -> Math.log(value) / Math.log(2)).toArray(),
                y,
                spread);
    }

    /** Returns the curve without the points that cannot be drawn. */
    Series finite() {
        int[] kept = IntStream.range(0, x.length)
                .filter(i -> Double.isFinite(x[i]) && Double.isFinite(y[i]))
                .toArray();
        return new Series(
                name,
                Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(),
                Arrays.stream(kept).mapToDouble(i -> y[i]).toArray(),
                hasBars() ? Arrays.stream(kept).mapToDouble(i -> spread[i]).toArray() : spread);
    }

    /** Returns the curve with each {@code width} neighbouring points replaced by their mean. */
    Series averaged(int width) {
        int points = (x.length + width - 1) / width;
        double[] meanX = new double[points];
        double[] meanY = new double[points];
        for (int point = 0; point < points; point++) {
            int from = point * width;
            int to = Math.min(from + width, x.length);
            meanX[point] = Arrays.stream(x, from, to).average().orElseThrow();
            meanY[point] = Arrays.stream(y, from, to).average().orElseThrow();
        }
        return new Series(name, meanX, meanY);
    }
}
