package io.splitmask.datasets.transform;

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

    private AxisWeights(int size) {
        first = new int[size];
        weights = new int[size][];
    }

    /** Maps {@code inputSize} pixels from {@code inputStart} on to {@code outputSize} pixels. */
    static AxisWeights ofSpan(int inputStart, int inputSize, int outputSize, Resampling resampling) {
        AxisWeights axis = new AxisWeights(outputSize);
        double scale = (double) inputSize / outputSize;
        for (int i = 0; i < outputSize; i++) {
            axis.set(i, (i + 0.5) * scale, scale, inputSize, resampling);
            axis.first[i] += inputStart;
        }
        return axis;
    }

    /** Maps {@code inputSize} to {@code outputSize} pixels, but keeps only a window of the latter. */
    static AxisWeights ofWindow(int inputSize, int outputSize, int windowStart, int windowSize, Resampling resampling) {
        AxisWeights axis = new AxisWeights(windowSize);
        double scale = (double) inputSize / outputSize;
        for (int i = 0; i < windowSize; i++) {
            axis.set(i, (windowStart + i + 0.5) * scale, scale, inputSize, resampling);
        }
        return axis;
    }

    private void set(int i, double centre, double scale, int inputSize, Resampling resampling) {
        double filterScale = Math.max(1, scale);
        double support = resampling.support() * filterScale;
        int start = Math.max(0, (int) (centre - support + 0.5));
        int end = Math.min(inputSize, (int) (centre + support + 0.5));
        double[] exact = new double[end - start];
        double sum = 0;
        for (int k = 0; k < exact.length; k++) {
            exact[k] = resampling.weight((k + start - centre + 0.5) / filterScale);
            sum += exact[k];
        }
        first[i] = start;
        weights[i] = new int[exact.length];
        for (int k = 0; k < exact.length; k++) {
            double fixed = exact[k] / sum * (1 << PRECISION_BITS);
            weights[i][k] = (int) (fixed + Math.copySign(0.5, fixed));
        }
    }

    int size() {
        return first.length;
    }

    /** Returns the first input pixel that any output pixel needs. */
    int inputStart() {
        return first[0];
    }

    /** Returns how many input pixels are needed from {@link #inputStart} on. */
    int inputLength() {
        int last = first.length - 1;
        return first[last] + weights[last].length - first[0];
    }
}
