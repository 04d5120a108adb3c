package io.splitmask.export;

import io.splitmask.config.Problems;
import java.util.List;

/**
 * How images become what a network sees: the short side is resized to the image size / cropRatio, the square in the middle
 * is cut out, and each channel of values in 0..1 becomes (value - mean) / std. Exports tell it to whoever prepares images.
 *
 * @param cropRatio share of the short side that is kept, above 0 and at most 1
 * @param mean of red, green and blue, in 0..1
 * @param std of red, green and blue, above 0
 */
public record Preprocessing(double cropRatio, List<Double> mean, List<Double> std) {
    /** Values in 0..1 as they are, of whole images; for readers who are not told. */
    public static final Preprocessing NONE = new Preprocessing(1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

    /** Checks and copies. */
    public Preprocessing {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        Problems.of("preprocessing")
                .positive("cropRatio", cropRatio)
                .require(!(cropRatio > 1), "expected cropRatio of at most 1, got " + cropRatio)
                .require(
                        mean.size() == 3 && mean.stream().allMatch(Double::isFinite),
                        "expected 3 finite means, got " + mean)
                .require(
                        std.size() == 3 && std.stream().allMatch(value -> value > 0 && Double.isFinite(value)),
                        "expected 3 deviations above 0, got " + std)
                .throwIfAny();
    }

    /**
     * Returns the pixels to which the short side of an image is resized.
     *
     * @param side of the network's image, in pixels
     */
    public int shortSide(int side) {
        return (int) (side / cropRatio);
    }
}
