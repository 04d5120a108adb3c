package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import java.util.ArrayList;
import java.util.List;

/**
 * Resizes with Pillow's arithmetic: columns first, then rows, each rounded to 8 bits. Shrinking by any factor is
 * antialiased. Several results of one part of an image share a part of the work.
 */
public final class Resizer {
    private Resizer() {}

    /**
     * Resizes a box. Pixels outside the box have no influence, as if it had been cropped first.
     *
     * @param source any size
     * @param box inside the source
     * @param width columns of the result
     * @param height rows of the result
     */
    public static Image resize(Image source, Box box, int width, int height, Resampling resampling) {
        return resize(source, box, false, new Target(width, height, resampling)).get(0);
    }

    /**
     * Resizes a box to several sizes; see {@link #resize(Image, Box, int, int, Resampling)}.
     *
     * @param mirrored whether left and right are swapped, which costs nothing here
     */
    static List<Image> resize(Image source, Box box, boolean mirrored, Target... targets) {
        requireInside(source.width(), source.height(), box);
        ResizeBuffers buffers = ResizeBuffers.ofThread();
        List<ResizedPart> parts = new ArrayList<>();
        for (Target target : targets) {
            AxisWeights across = AxisWeights.ofSpan(box.width(), target.width(), target.resampling());
            AxisWeights down = AxisWeights.ofSpan(box.height(), target.height(), target.resampling());
            parts.add(new ResizedPart(mirrored ? across.mirrored() : across, down, buffers, parts.size()));
        }
        return resample(source, box, buffers, parts);
    }

    /**
     * Resizes the whole image, but computes only a window of the result.
     *
     * @param source any size
     * @param width columns of the whole result
     * @param height rows of the whole result
     * @param window what is kept of it
     */
    public static Image resizeAndCrop(Image source, int width, int height, Box window, Resampling resampling) {
        requireInside(width, height, window);
        AxisWeights across = AxisWeights.ofWindow(source.width(), width, window.x(), window.width(), resampling);
        AxisWeights down = AxisWeights.ofWindow(source.height(), height, window.y(), window.height(), resampling);
        Box needed = new Box(across.inputStart, down.inputStart, across.inputLength(), down.inputLength());
        ResizeBuffers buffers = ResizeBuffers.ofThread();
        return resample(source, needed, buffers, List.of(new ResizedPart(across, down, buffers, 0)))
                .get(0);
    }

    /**
     * A size to resize to.
     *
     * @param width columns
     * @param height rows
     * @param resampling kernel
     */
    record Target(int width, int height, Resampling resampling) {}

    private static void requireInside(int width, int height, Box box) {
        if (box.x() > width - box.width() || box.y() > height - box.height()) {
            throw new IllegalArgumentException(
                    "resize: expected a box inside " + width + " x " + height + ", got " + box);
        }
    }

    private static List<Image> resample(Image source, Box box, ResizeBuffers buffers, List<ResizedPart> parts) {
        int[][] columns = buffers.columns(box.width());
        for (int top = 0; top < box.height(); top += ResizeBuffers.STRIPE) {
            int numRows = Math.min(ResizeBuffers.STRIPE, box.height() - top);
            turn(source, new Box(box.x(), box.y() + top, box.width(), numRows), columns);
            for (ResizedPart part : parts) {
                part.addRows(columns, numRows);
            }
        }
        return parts.stream().map(ResizedPart::image).toList();
    }

    /** Writes each column of the box into a line, from top to bottom, red, green and blue of each pixel. */
    private static void turn(Image source, Box box, int[][] columns) {
        byte[] rgb = source.rgb();
        int rowBytes = source.width() * 3;
        int length = 3 * box.height();
        for (int x = 0; x < box.width(); x++) {
            int[] column = columns[x];
            int from = box.y() * rowBytes + (box.x() + x) * 3;
            for (int to = 0; to < length; to += 3) {
                column[to] = rgb[from] & 0xFF;
                column[to + 1] = rgb[from + 1] & 0xFF;
                column[to + 2] = rgb[from + 2] & 0xFF;
                from += rowBytes;
            }
        }
    }
}
