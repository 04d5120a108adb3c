package io.splitmask.nn;

import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;

/** The adjoint of {@link Convolution}: spreads every pixel over a window, for enlarging. */
public final class TransposedConvolution {
    private static final String OP = "convTranspose2d";

    private TransposedConvolution() {}

    /**
     * Applies filters without a bias.
     *
     * @param x [B, C, Hi, Wi]
     * @param weight [C, O, Kh, Kw]
     * @param stride along rows and columns
     * @param padding pixels cut off at each border of the result
     * @param outputPadding pixels added at the bottom and on the right; less than the stride
     * @return [B, O, Ho, Wo] with Ho = (Hi - 1) stride - 2 padding + Kh + outputPadding, and Wo alike
     */
    public static Tensor of(Tensor x, Tensor weight, Extent stride, Extent padding, Extent outputPadding) {
        ShapeRules.rank(OP, "x", x, 4);
        ShapeRules.rank(OP, "weight", weight, 4);
        if (x.dim(1) != weight.dim(0)) {
            throw new ShapeException(
                    OP,
                    "expected weight [" + x.dim(1) + ", O, Kh, Kw] for x " + x.shape() + ", got weight "
                            + weight.shape(),
                    x.shape(),
                    weight.shape());
        }
        if (outputPadding.rows() >= stride.rows() || outputPadding.columns() >= stride.columns()) {
            throw new IllegalArgumentException(
                    OP + ": expected an output padding below the stride " + stride + ", got " + outputPadding);
        }
        int batch = x.dim(0);
        int filters = weight.dim(1);
        Extent kernel = new Extent(weight.dim(2), weight.dim(3));
        Extent image = new Extent(
                size(x, x.dim(2), kernel.rows(), stride.rows(), padding.rows(), outputPadding.rows()),
                size(x, x.dim(3), kernel.columns(), stride.columns(), padding.columns(), outputPadding.columns()));
        Windows windows = Windows.checked(OP, image, kernel, stride, padding);
        Tensor pixels = x.permute(0, 2, 3, 1).reshape(batch, windows.numPositions(), x.dim(1)); // [B, Hi*Wi, C]
        Tensor spread = weight.permute(0, 2, 3, 1).reshape(x.dim(1), windows.kernelSize() * filters);
        return windows.scatter(
                pixels.matmul(spread).reshape(batch, windows.numPositions(), windows.kernelSize(), filters));
    }

    /**
     * Applies filters and adds a bias.
     *
     * @param x [B, C, Hi, Wi]
     * @param weight [C, O, Kh, Kw]
     * @param bias [O]
     * @param stride along rows and columns
     * @param padding pixels cut off at each border of the result
     * @param outputPadding pixels added at the bottom and on the right; less than the stride
     * @return [B, O, Ho, Wo], as without a bias
     */
    public static Tensor of(Tensor x, Tensor weight, Tensor bias, Extent stride, Extent padding, Extent outputPadding) {
        Tensor y = of(x, weight, stride, padding, outputPadding);
        ShapeRules.shape(OP, "bias", bias, Shape.of(weight.dim(1)));
        return y.add(bias.reshape(-1, 1, 1));
    }

    private static int size(Tensor x, int input, int kernel, int stride, int padding, int outputPadding) {
        long size = (input - 1L) * stride - 2L * padding + kernel + outputPadding;
        if (input < 1 || size < 1 || size > Integer.MAX_VALUE) {
            throw new ShapeException(
                    OP,
                    "expected a result with sides of 1 to 2^31 - 1 pixels, got " + size + " from x " + x.shape(),
                    x.shape());
        }
        return (int) size;
    }
}
