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

    /** Copies the lists. */
    public PixelStatistics {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }
}
