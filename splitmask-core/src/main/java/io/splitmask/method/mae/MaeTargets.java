package io.splitmask.method.mae;

import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;

/** What the decoder must paint. */
final class MaeTargets {
    private static final float VARIANCE_EPS = 1e-6f;

    private MaeTargets() {}

    /**
     * Cuts images into square patches, row by row from the top left, and flattens each.
     *
     * <p>Inside a patch the order is row, column, channel: value (p, q, c) stands at (p*P + q)*C + c.
     *
     * @param images [B, C, Hi, Wi]; P divides both sides
     * @return [B, N, P*P*C]
     * @see "golden cases, section 15, interop_hf_vit_mae, step 5"
     */
    static Tensor pixels(Tensor images, int patchSize) {
        Shape s = images.shape();
        int gh = s.dim(2) / patchSize;
        int gw = s.dim(3) / patchSize;
        return images.reshape(s.dim(0), s.dim(1), gh, patchSize, gw, patchSize)
                .permute(0, 2, 4, 3, 5, 1) // [B, Gh, Gw, P, P, C]
                .reshape(s.dim(0), gh * gw, patchSize * patchSize * s.dim(1));
    }

    /**
     * Brings the pixels of each patch to mean 0 and unbiased variance 1.
     *
     * @param pixels [B, N, R], R at least 2
     * @return {@code (t - mean) / sqrt(var + 1e-6)}, same shape
     */
    static Tensor normalised(Tensor pixels) {
        int count = pixels.dim(2);
        Tensor centred = pixels.subtract(pixels.meanKeepingAxes(2));
        Tensor variance = centred.square().sumKeepingAxes(2).multiply(1f / (count - 1));
        return centred.divide(variance.add(VARIANCE_EPS).sqrt());
    }
}
