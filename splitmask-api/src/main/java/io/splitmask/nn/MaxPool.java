package io.splitmask.nn;

import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;

/** The largest pixel under each window, channel by channel. */
public final class MaxPool {
    private MaxPool() {}

    /**
     * Takes the largest pixels. Equal largest pixels share the gradient.
     *
     * @param x [B, C, Hi, Wi]
     * @param kernel size of the window
     * @param stride along rows and columns
     * @param padding pixels of minus infinity added at each border; at most half the kernel
     * @return [B, C, Ho, Wo] with Ho = (Hi + 2 padding - kernel) / stride + 1, rounded down, and Wo alike
     */
    public static Tensor of(Tensor x, Extent kernel, Extent stride, Extent padding) {
        ShapeRules.rank("maxPool2d", "x", x, 4);
        if (padding.rows() > kernel.rows() / 2 || padding.columns() > kernel.columns() / 2) {
            throw new IllegalArgumentException(
                    "maxPool2d: expected a padding of at most half the kernel " + kernel + ", got " + padding);
        }
        Windows windows = Windows.checked("maxPool2d", new Extent(x.dim(2), x.dim(3)), kernel, stride, padding);
        Extent size = windows.positions();
        return windows.gather(x, Float.NEGATIVE_INFINITY)
                .max(2)
                .reshape(x.dim(0), size.rows(), size.columns(), x.dim(1))
                .permute(0, 3, 1, 2);
    }
}
