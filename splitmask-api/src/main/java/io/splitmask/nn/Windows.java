package io.splitmask.nn;

import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;
import java.util.List;

/**
 * Where a window stands as it slides over a padded image, and which pixels it then covers.
 *
 * @param op named in errors
 * @param image Hi x Wi
 * @param kernel size of the window
 * @param stride from one position to the next
 * @param padding pixels added at each of the four borders
 */
record Windows(String op, Extent image, Extent kernel, Extent stride, Extent padding) {
    /** Checks that the window fits, and that there are not too many pixels to count. */
    static Windows checked(String op, Extent image, Extent kernel, Extent stride, Extent padding) {
        if (kernel.rows() < 1 || kernel.columns() < 1 || stride.rows() < 1 || stride.columns() < 1) {
            throw new IllegalArgumentException(
                    op + ": expected a kernel and a stride of 1 or more, got " + kernel + " and " + stride);
        }
        long rows = image.rows() + 2L * padding.rows();
        long columns = image.columns() + 2L * padding.columns();
        if (rows > Integer.MAX_VALUE || columns > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    op + ": expected padded sides below 2^31 pixels, got " + image + " with padding " + padding);
        }
        if (rows < kernel.rows() || columns < kernel.columns()) {
            throw new ShapeException(
                    op,
                    "expected an image of at least the kernel's size, got " + image + " with padding " + padding
                            + " and kernel " + kernel,
                    Shape.of(image.rows(), image.columns()));
        }
        Windows windows = new Windows(op, image, kernel, stride, padding);
        windows.checkCounts();
        return windows;
    }

    /** Pixels and entries of windows are rows of tensors: all of them, and the one for the padding, need an index. */
    private void checkCounts() {
        Extent positions = positions();
        double entries = (double) positions.rows() * positions.columns() * kernel.rows() * kernel.columns();
        double pixels = (double) image.rows() * image.columns() + 1;
        if (Math.max(entries, pixels) > Integer.MAX_VALUE) {
            throw new ShapeException(
                    op,
                    "expected fewer than 2^31 - 1 pixels in the image and under all windows, got image " + image
                            + " and " + positions + " windows of " + kernel + "; use smaller images, or larger strides",
                    Shape.of(image.rows(), image.columns()));
        }
    }

    /** Returns the number of positions along rows and columns. */
    Extent positions() {
        return new Extent(
                (image.rows() + 2 * padding.rows() - kernel.rows()) / stride.rows() + 1,
                (image.columns() + 2 * padding.columns() - kernel.columns()) / stride.columns() + 1);
    }

    int numPositions() {
        return positions().rows() * positions().columns();
    }

    int numPixels() {
        return image.rows() * image.columns();
    }

    int kernelSize() {
        return kernel.rows() * kernel.columns();
    }

    /** Returns whether every window is one pixel and they cover the image in order. */
    boolean isIdentity() {
        return kernelSize() == 1 && numPositions() == numPixels() && padding.equals(Extent.NONE);
    }

    /**
     * Collects the pixels under each window.
     *
     * @param x [B, C, Hi, Wi]
     * @param outside value of the padding
     * @return [B, positions, kernel, C], the kernel's pixels row by row
     */
    Tensor gather(Tensor x, float outside) {
        int batch = x.dim(0);
        int channels = x.dim(1);
        int[] gathered = {batch, numPositions(), kernelSize(), channels};
        ShapeRules.limit(op, gathered, x.shape());
        Tensor pixels = x.permute(0, 2, 3, 1).reshape(batch, numPixels(), channels);
        if (!isIdentity()) {
            Tensor border = Tensor.full(x.backend(), outside, Shape.of(batch, 1, channels));
            pixels = Tensor.concat(List.of(pixels, border), 1).gatherRows(index(x.backend(), batch));
        }
        return pixels.reshape(batch, numPositions(), kernelSize(), channels);
    }

    /**
     * Adds values up at the pixels under each window, and drops what falls on the padding; the adjoint of
     * {@link #gather}.
     *
     * @param values [B, positions, kernel, C]
     * @return [B, C, Hi, Wi]
     */
    Tensor scatter(Tensor values) {
        int batch = values.dim(0);
        int channels = values.dim(3);
        return values.reshape(batch, numPositions() * kernelSize(), channels)
                .scatterAddRows(index(values.backend(), batch), numPixels() + 1)
                .slice(1, 0, numPixels())
                .reshape(batch, image.rows(), image.columns(), channels)
                .permute(0, 3, 1, 2);
    }

    /** Returns the pixel of each window and kernel entry, [B, positions * kernel]; the padding is one pixel more. */
    private Tensor index(Backend backend, int batch) {
        ShapeRules.limit(op, new int[] {batch, numPositions(), kernelSize()});
        int[] one = pixelIndex();
        int[] all = new int[batch * one.length];
        for (int b = 0; b < batch; b++) {
            System.arraycopy(one, 0, all, b * one.length, one.length);
        }
        return Tensor.ofIndices(backend, all, numPixels() + 1, batch, one.length);
    }

    private int[] pixelIndex() {
        Extent positions = positions();
        int[] index = new int[numPositions() * kernelSize()];
        int next = 0;
        for (int i = 0; i < positions.rows(); i++) {
            int top = i * stride.rows() - padding.rows();
            for (int j = 0; j < positions.columns(); j++) {
                next = addWindow(top, j * stride.columns() - padding.columns(), index, next);
            }
        }
        return index;
    }

    private int addWindow(int top, int left, int[] index, int from) {
        int next = from;
        for (int row = top; row < top + kernel.rows(); row++) {
            for (int column = left; column < left + kernel.columns(); column++) {
                boolean inside = row >= 0 && row < image.rows() && column >= 0 && column < image.columns();
                index[next++] = inside ? row * image.columns() + column : numPixels();
            }
        }
        return next;
    }
}
