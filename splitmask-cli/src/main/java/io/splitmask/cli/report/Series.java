package io.splitmask.cli.report;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One curve.
 *
 * @param name what the legend says
 * @param x positions, ascending; not copied, do not change
 * @param y values, as many as positions; a value that is not finite is left out of the drawing; not copied
 */
public record Series(String name, double[] x, double[] y) {
    /** Checks the lengths. */
    public Series {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "series '" + name + "': expected as many x as y, got " + x.length + " and " + y.length);
        }
    }

    /** Returns the curve without the points that cannot be drawn. */
    Series finite() {
        int[] kept = IntStream.range(0, x.length)
                .filter(i -> Double.isFinite(x[i]) && Double.isFinite(y[i]))
                .toArray();
        return new Series(
                name,
                Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(),
                Arrays.stream(kept).mapToDouble(i -> y[i]).toArray());
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
