package io.splitmask.datasets.transform;

import java.util.Arrays;

/**
 * Which input pixels, with which weights, make each output pixel along one axis. Weights are fixed-point with {@value
 * #PRECISION_BITS} fraction bits. When shrinking, the kernel is widened by the factor, so every input pixel counts and
 * nothing aliases.
 *
 * @see "Pillow, src/libImaging/Resample.c, precompute_coeffs and normalize_coeffs_8bpc"
 */
final class AxisWeights {
    /** 32 bits less 8 for the pixel and 2 for the kernel's overshoot. */
    static final int PRECISION_BITS = 32 - 8 - 2;

    /** First input pixel of each output pixel. */
    final int[] first;
    /** Weights of each output pixel, for {@code first[i]} and its successors. */
    final int[][] weights;
    /** First input pixel that any output pixel needs. */
    final int inputStart;

    private AxisWeights(int[] first, int[][] weights) {
        this.first = first;
        this.weights = weights;
        inputStart = Math.min(first[0], first[first.length - 1]);
    }

    /** Maps {@code inputSize} to {@code outputSize} pixels. */
    static AxisWeights ofSpan(int inputSize, int outputSize, Resampling resampling) {
        return ofWindow(inputSize, outputSize, 0, outputSize, resampling);
    }

    /** Maps {@code inputSize} to {@code outputSize} pixels, but keeps only a window of the latter. */
    static AxisWeights ofWindow(int inputSize, int outputSize, int windowStart, int windowSize, Resampling resampling) {
        int[] first = new int[windowSize];
        int[][] weights = new int[windowSize][];
        double scale = (double) inputSize / outputSize;
        for (int i = 0; i < windowSize; i++) {
            double centre = (windowStart + i + 0.5) * scale;
            first[i] = firstInput(centre, scale, resampling);
            weights[i] = weights(centre, scale, inputSize, resampling);
        }
        return new AxisWeights(first, weights);
    }

    private static int firstInput(double centre, double scale, Resampling resampling) {
        double support = resampling.support() * Math.max(1, scale);
        return Math.max(0, (int) (centre - support + 0.5));
    }

    private static int[] weights(double centre, double scale, int inputSize, Resampling resampling) {
        double filterScale = Math.max(1, scale);
        double support = resampling.support() * filterScale;
        int start = firstInput(centre, scale, resampling);
        int end = Math.min(inputSize, (int) (centre + support + 0.5));
        double[] exact = new double[end - start];
        double sum = 0;
        for (int k = 0; k < exact.length; k++) {
            exact[k] = resampling.weight((k + start - centre + 0.5) / filterScale);
            sum += exact[k];
        }
        int[] rounded = new int[exact.length];
        for (int k = 0; k < exact.length; k++) {
            double fixed = exact[k] / sum * (1 << PRECISION_BITS);
            rounded[k] = (int) (fixed + Math.copySign(0.5, fixed));
        }
        return rounded;
    }

    /** Returns what makes the output pixels in the opposite order. */
    AxisWeights mirrored() {
        int size = first.length;
        int[] mirroredFirst = new int[size];
        int[][] mirroredWeights = new int[size][];
        for (int i = 0; i < size; i++) {
            mirroredFirst[i] = first[size - 1 - i];
            mirroredWeights[i] = weights[size - 1 - i];
        }
        return new AxisWeights(mirroredFirst, mirroredWeights);
    }

    int size() {
        return first.length;
    }

    /** Returns the highest number of input pixels that make an output pixel. */
    int maxWeights() {
        return Arrays.stream(weights).mapToInt(w -> w.length).max().orElse(0);
    }

    /** Returns how many input pixels from {@link #inputStart} on are needed up to an output pixel. */
    int inputEnd(int output) {
        return first[output] + weights[output].length - inputStart;
    }

    /** Returns how many input pixels are needed from {@link #inputStart} on. */
    int inputLength() {
        return Math.max(inputEnd(0), inputEnd(first.length - 1));
    }
}
