package io.splitmask.datasets;

import java.util.List;

/**
 * The pixels of an object, in one of two forms.
 *
 * @param polygons outlines x1, y1, x2, y2, ... in pixels, whose union is the object; empty in the other form
 * @param counts lengths of runs of pixels outside and inside in turns, column by column from the top left, beginning
 *     with those outside; empty in the other form
 * @param width of the image in pixels, 0 with polygons
 * @param height of the image in pixels, 0 with polygons
 */
public record CocoShape(List<double[]> polygons, int[] counts, int width, int height) {
    /** No pixels. */
    public static final CocoShape NONE = new CocoShape(List.of(), new int[0], 0, 0);

    /** Copies the list. */
    public CocoShape {
        polygons = List.copyOf(polygons);
    }
}
