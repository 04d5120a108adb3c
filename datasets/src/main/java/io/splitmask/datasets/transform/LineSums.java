package io.splitmask.datasets.transform;

import java.util.Arrays;

/** Adds up whole lines of pixels, times a weight each, so that the processor adds many values at once. */
final class LineSums {
    private static final int MAX = 255;
    private static final int HALF = 1 << (AxisWeights.PRECISION_BITS - 1);

    private LineSums() {}

    /** Returns a line of as many as a power of 2, of which the later ones take the places of the earlier. */
    static int[] line(int[][] lines, int number) {
        return lines[number & (lines.length - 1)];
    }

    /** Makes an output line of the input lines that have a weight in it. */
    static void mix(int[][] lines, AxisWeights axis, int output, int[] sums, int length) {
        int[] weights = axis.weights[output];
        int first = axis.first[output] - axis.inputStart;
        Arrays.fill(sums, 0, length, HALF);
        int k = 0;
        for (; k + 4 <= weights.length; k += 4) { // several at once: sums are loaded and stored less often
            addFour(sums, lines, first + k, weights, k, length);
        }
        if (k + 2 <= weights.length) {
            addTwo(sums, lines, first + k, weights, k, length);
            k += 2;
        }
        if (k < weights.length) {
            addOne(sums, lines, first + k, weights, k, length);
        }
        clip(sums, length);
    }

    /** Rounds and limits to 0..255, without comparisons: these the compiler would not do for many values at once. */
    private static void clip(int[] sums, int length) {
        for (int i = 0; i < length; i++) {
            int value = sums[i] >> AxisWeights.PRECISION_BITS;
            int below = MAX - (value & ~(value >> 31)); // x & ~(x >> 31) is max(x, 0)
            sums[i] = MAX - (below & ~(below >> 31));
        }
    }

    private static void addFour(int[] sums, int[][] lines, int first, int[] weights, int k, int length) {
        int[] a = line(lines, first);
        int[] b = line(lines, first + 1);
        int[] c = line(lines, first + 2);
        int[] d = line(lines, first + 3);
        int weightA = weights[k];
        int weightB = weights[k + 1];
        int weightC = weights[k + 2];
        int weightD = weights[k + 3];
        for (int i = 0; i < length; i++) {
            sums[i] += a[i] * weightA + b[i] * weightB + c[i] * weightC + d[i] * weightD;
        }
    }

    private static void addTwo(int[] sums, int[][] lines, int first, int[] weights, int k, int length) {
        int[] a = line(lines, first);
        int[] b = line(lines, first + 1);
        int weightA = weights[k];
        int weightB = weights[k + 1];
        for (int i = 0; i < length; i++) {
            sums[i] += a[i] * weightA + b[i] * weightB;
        }
    }

    private static void addOne(int[] sums, int[][] lines, int first, int[] weights, int k, int length) {
        int[] a = line(lines, first);
        int weight = weights[k];
        for (int i = 0; i < length; i++) {
            sums[i] += a[i] * weight;
        }
    }
}
