package io.splitmask.nn;

import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;

/**
 * Two-dimensional convolution (cross-correlation) as one matrix product over collected windows, so that it needs
 * memory for every pixel as often as a window covers it. For whole patches {@link PatchEmbedding} is cheaper.
 */
public final class Convolution {
    private Convolution() {}

    /**
     * Applies filters without a bias.
     *
     * @param x [B, C, Hi, Wi]
     * @param weight [O, C, Kh, Kw]
     * @param stride along rows and columns
     * @param padding zeros added at each border
     * @return [B, O, Ho, Wo] with Ho = (Hi + 2 padding - Kh) / stride + 1, rounded down, and Wo alike
     */
    public static Tensor of(Tensor x, Tensor weight, Extent stride, Extent padding) {
        return images(windows(x, weight, stride, padding), product(x, weight, stride, padding));
    }

    /**
     * Applies filters and adds a bias.
     *
     * @param x [B, C, Hi, Wi]
     * @param weight [O, C, Kh, Kw]
     * @param bias [O]
     * @param stride along rows and columns
     * @param padding zeros added at each border
     * @return [B, O, Ho, Wo], as without a bias
     */
    public static Tensor of(Tensor x, Tensor weight, Tensor bias, Extent stride, Extent padding) {
        ShapeRules.shape("conv2d", "bias", bias, Shape.of(weight.dim(0)));
        Tensor rows = product(x, weight, stride, padding).add(bias);
        return images(windows(x, weight, stride, padding), rows);
    }

    /** Returns [B, positions, O]. */
    private static Tensor product(Tensor x, Tensor weight, Extent stride, Extent padding) {
        Windows windows = windows(x, weight, stride, padding);
        int inner = windows.kernelSize() * x.dim(1);
        Tensor columns = windows.gather(x, 0f).reshape(x.dim(0), windows.numPositions(), inner);
        Tensor filters = weight.permute(0, 2, 3, 1).reshape(weight.dim(0), inner); // [O, Kh*Kw*C]
        return columns.matmul(filters, MatmulSpec.NT);
    }

    private static Tensor images(Windows windows, Tensor rows) {
        Extent size = windows.positions();
        return rows.reshape(rows.dim(0), size.rows(), size.columns(), rows.dim(2))
                .permute(0, 3, 1, 2);
    }

    private static Windows windows(Tensor x, Tensor weight, Extent stride, Extent padding) {
        ShapeRules.rank("conv2d", "x", x, 4);
        ShapeRules.rank("conv2d", "weight", weight, 4);
        if (x.dim(1) != weight.dim(1)) {
            throw new ShapeException(
                    "conv2d",
                    "expected weight [O, " + x.dim(1) + ", Kh, Kw] for x " + x.shape() + ", got weight "
                            + weight.shape(),
                    x.shape(),
                    weight.shape());
        }
        Extent kernel = new Extent(weight.dim(2), weight.dim(3));
        return Windows.checked("conv2d", new Extent(x.dim(2), x.dim(3)), kernel, stride, padding);
    }
}
