package io.splitmask.nn;

import io.splitmask.spi.Backend;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;

/** Resizes images as two matrix products, so that gradients flow through. */
public final class Interpolation {
    private Interpolation() {}

    /**
     * Resizes images.
     *
     * @param x [B, C, Hi, Wi], at least one pixel
     * @param size Ho x Wo, at least one pixel
     * @return [B, C, Ho, Wo]
     */
    public static Tensor of(Tensor x, Extent size, Resampling resampling) {
        ShapeRules.rank("interpolate", "x", x, 4);
        if (x.dim(2) < 1 || x.dim(3) < 1 || size.rows() < 1 || size.columns() < 1) {
            throw new ShapeException(
                    "interpolate", "expected at least one pixel, got x " + x.shape() + " and size " + size, x.shape());
        }
        int[] resized = {x.dim(0), x.dim(1), size.rows(), size.columns()};
        ShapeRules.limit("interpolate", resized, x.shape());
        Tensor rows = matrix(x.backend(), resampling, x.dim(2), size.rows());
        Tensor columns = matrix(x.backend(), resampling, x.dim(3), size.columns());
        return rows.matmul(x).matmul(columns, MatmulSpec.NT); // [Ho, Hi] x [B, C, Hi, Wi] x [Wi, Wo]
    }

    private static Tensor matrix(Backend backend, Resampling resampling, int from, int to) {
        double[] weights = resampling.weights(from, to);
        float[] values = new float[weights.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) weights[i];
        }
        return Tensor.of(backend, values, to, from);
    }
}
