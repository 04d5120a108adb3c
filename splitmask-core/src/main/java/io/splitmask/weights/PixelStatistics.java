package io.splitmask.weights;

import java.util.List;

/**
 * How the pixels of a network's images are normalised: values in 0..1 become (value - mean) / std.
 *
 * @param mean of red, green and blue, in 0..1
 * @param std of red, green and blue, above 0
 */
public record PixelStatistics(List<Double> mean, List<Double> std) {
    /** Values stay as they are. */
    static final PixelStatistics NONE = new PixelStatistics(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

    /** Checks the numbers. */
    public PixelStatistics {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != 3 || std.size() != 3) {
            throw new IllegalArgumentException(
                    "pixels: expected 3 means and 3 deviations, got " + mean + " and " + std);
        }
        if (!mean.stream().allMatch(Double::isFinite)
                || !std.stream().allMatch(value -> Double.isFinite(value) && value > 0)) {
            throw new IllegalArgumentException(
                    "pixels: expected finite means and deviations above 0, got " + mean + " and " + std);
        }
    }
}
