package io.splitmask.datasets.transform;

import io.splitmask.data.Image;

/** The 4 x 4 pixels around a position in an image; beyond the edge stand the edge's pixels. */
final class Neighbourhood {
    private final byte[] rgb;
    private final int width;
    private final int height;
    /** Offset of the red value in the pixels one to the left, at, one and two to the right of the position. */
    private final int[] columns = new int[4];
    /** Offset of the row's first value, one above, at, one and two below. */
    private final int[] rows = new int[4];

    private double dx;
    private double dy;

    Neighbourhood(Image image) {
        rgb = image.rgb();
        width = image.width();
        height = image.height();
    }

    /**
     * Moves to another position.
     *
     * @param x columns from the left edge: the middle of the first pixel is at 0.5
     * @param y rows from the upper edge
     * @return false if that is outside the image
     */
    boolean moveTo(double x, double y) {
        if (!(x >= 0 && x < width && y >= 0 && y < height)) {
            return false;
        }
        int left = (int) Math.floor(x - 0.5);
        int top = (int) Math.floor(y - 0.5);
        dx = x - 0.5 - left;
        dy = y - 0.5 - top;
        for (int k = 0; k < 4; k++) {
            columns[k] = Math.max(0, Math.min(width - 1, left - 1 + k)) * 3;
            rows[k] = Math.max(0, Math.min(height - 1, top - 1 + k)) * width * 3;
        }
        return true;
    }

    void bilinear(byte[] to, int target) {
        for (int c = 0; c < 3; c++) {
            double upper = bilinearRow(rows[1] + c);
            double lower = bilinearRow(rows[2] + c);
            to[target + c] = (byte) (int) (upper + (lower - upper) * dy);
        }
    }

    private double bilinearRow(int row) {
        int left = rgb[row + columns[1]] & 0xFF;
        int right = rgb[row + columns[2]] & 0xFF;
        return left + (right - left) * dx;
    }

    void bicubic(byte[] to, int target) {
        for (int c = 0; c < 3; c++) {
            double value = bicubicRow(rows[1] + c);
            if (dy != 0) { // else the other rows have no weight
                value = cubic(bicubicRow(rows[0] + c), value, bicubicRow(rows[2] + c), bicubicRow(rows[3] + c), dy);
            }
            to[target + c] = (byte) (int) Math.max(0, Math.min(255, value));
        }
    }

    private double bicubicRow(int row) {
        int v2 = rgb[row + columns[1]] & 0xFF;
        if (dx == 0) {
            return v2;
        }
        return cubic(rgb[row + columns[0]] & 0xFF, v2, rgb[row + columns[2]] & 0xFF, rgb[row + columns[3]] & 0xFF, dx);
    }

    private static double cubic(double v1, double v2, double v3, double v4, double d) {
        double p2 = v3 - v1;
        double p3 = 2 * (v1 - v2) + v3 - v4;
        double p4 = -v1 + v2 - v3 + v4;
        return v2 + d * (p2 + d * (p3 + d * p4));
    }
}
