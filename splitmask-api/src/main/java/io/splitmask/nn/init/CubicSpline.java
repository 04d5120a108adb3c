package io.splitmask.nn.init;

import java.util.Arrays;

/**
 * Interpolation by a cubic spline whose third derivative has no jump at the second and the last but one point ("not a
 * knot"), so that polynomials up to the third degree are met exactly. With three points it is a parabola, with one a
 * constant.
 */
final class CubicSpline {
    private final double[] x;

    /** Second derivatives at the points as linear maps of the values, [n, n]. */
    private final double[][] curvature;

    /**
     * Creates the spline.
     *
     * @param x ascending places of the values: one, or three and more
     */
    CubicSpline(double[] x) {
        this.x = x;
        this.curvature = curvature(x);
    }

    /**
     * Returns how much each value counts at a place.
     *
     * @param at the place; outside of the points, the nearest of them is taken
     * @return [n]; adds up to 1
     */
    double[] weights(double at) {
        double[] weights = new double[x.length];
        if (x.length == 1) {
            weights[0] = 1;
            return weights;
        }
        double place = Math.max(x[0], Math.min(x[x.length - 1], at));
        int found = Arrays.binarySearch(x, place);
        int i = Math.min(x.length - 2, found >= 0 ? found : -found - 2);
        double h = x[i + 1] - x[i];
        double a = (x[i + 1] - place) / h;
        double b = (place - x[i]) / h;
        double ofLeft = (a * a * a - a) * h * h / 6;
        double ofRight = (b * b * b - b) * h * h / 6;
        for (int value = 0; value < x.length; value++) {
            weights[value] = ofLeft * curvature[i][value] + ofRight * curvature[i + 1][value];
        }
        weights[i] += a;
        weights[i + 1] += b;
        return weights;
    }

    private static double[][] curvature(double[] x) {
        int n = x.length;
        double[][] second = new double[n][n];
        if (n < 3) {
            return second;
        }
        double[] h = new double[n - 1];
        for (int i = 0; i < n - 1; i++) {
            h[i] = x[i + 1] - x[i];
        }
        solve(h, second);
        for (int value = 0; value < n; value++) {
            if (n == 3) {
                second[0][value] = second[1][value];
                second[2][value] = second[1][value];
            } else {
                second[0][value] = beyond(second[1][value], second[2][value], h[0] / h[1]);
                second[n - 1][value] = beyond(second[n - 2][value], second[n - 3][value], h[n - 2] / h[n - 3]);
            }
        }
        return second;
    }

    /**
     * Goes on from two second derivatives in a straight line.
     *
     * @param ratio of the next distance to the last
     */
    private static double beyond(double near, double far, double ratio) {
        return near + ratio * (near - far);
    }

    /** Fills the rows 1 to n - 2: eliminates downwards, then substitutes upwards. */
    private static void solve(double[] h, double[][] second) {
        int n = h.length + 1;
        double[] above = new double[n];
        for (int i = 1; i < n - 1; i++) {
            double left = i == 1 ? 0 : h[i - 1];
            double right = i == n - 2 ? 0 : h[i];
            double diagonal = 2 * (h[i - 1] + h[i]);
            if (n == 3) {
                diagonal += h[0] + h[1];
            } else if (i == 1) {
                diagonal += h[0] + h[0] * h[0] / h[1];
                right -= h[0] * h[0] / h[1];
            } else if (i == n - 2) {
                diagonal += h[i] + h[i] * h[i] / h[i - 1];
                left -= h[i] * h[i] / h[i - 1];
            }
            double pivot = diagonal - left * above[i - 1];
            above[i] = right / pivot;
            for (int value = 0; value < n; value++) {
                double slope = 0;
                slope += value == i - 1 ? 6 / h[i - 1] : 0;
                slope -= value == i ? 6 / h[i - 1] + 6 / h[i] : 0;
                slope += value == i + 1 ? 6 / h[i] : 0;
                second[i][value] = (slope - left * second[i - 1][value]) / pivot;
            }
        }
        for (int i = n - 3; i >= 1; i--) {
            for (int value = 0; value < n; value++) {
                second[i][value] -= above[i] * second[i + 1][value];
            }
        }
    }
}
