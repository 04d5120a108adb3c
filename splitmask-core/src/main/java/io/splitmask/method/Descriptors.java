package io.splitmask.method;

import io.splitmask.autograd.Tape;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How descriptors of images lie on the unit sphere: what methods that compare views report, so that a collapse shows.
 * Descriptors of the two views of an image should be close (alignment near 0), those of different images spread out
 * (uniformity well below 0). Where all images have the same descriptor, both are 0.
 *
 * @see "Wang and Isola 2020, section 4.1, with alpha = 2 and t = 2"
 */
public final class Descriptors {
    private static final float T = 2;

    private Descriptors() {}

    /**
     * Returns {@code alignment} and {@code uniformity} as loss terms; they are not recorded.
     *
     * @param a [B, D], rows of length 1, of one view of each image
     * @param b [B, D], of the other view
     */
    public static Map<String, Tensor> figures(Tensor a, Tensor b) {
        return Tape.pause(() -> {
            Map<String, Tensor> figures = new LinkedHashMap<>();
            figures.put("alignment", alignment(a, b));
            figures.put("uniformity", uniformity(a).add(uniformity(b)).multiply(0.5f));
            return figures;
        });
    }

    /**
     * Mean over images of the squared distance between their two descriptors, 0..4.
     *
     * @param a [B, D]
     * @param b [B, D]
     */
    public static Tensor alignment(Tensor a, Tensor b) {
        return a.subtract(b).square().sum(1).mean();
    }

    /**
     * Logarithm of the mean of {@code exp(-2 d^2)} over the distances d between all pairs of images: 0 if they are all the
     * same, down to -8 at opposite ends.
     *
     * @param descriptors [B, D], rows of length 1
     * @return []; NaN for a single image, which has no pair
     */
    public static Tensor uniformity(Tensor descriptors) {
        int images = descriptors.dim(0);
        Tensor cosines = descriptors.matmul(descriptors, MatmulSpec.NT);
        // d^2 = 2 - 2 cos; an image with itself gives 1, which is taken out of the sum.
        Tensor closeness = cosines.add(-1).multiply(2 * T).exp().sum(0, 1).add(-images);
        // Of a single image nothing is left but rounding, which times infinity would be anything.
        float share = images == 1 ? Float.NaN : 1f / ((float) images * (images - 1));
        return closeness.multiply(share).log();
    }
}
