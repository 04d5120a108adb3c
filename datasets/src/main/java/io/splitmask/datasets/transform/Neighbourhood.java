package io.splitmask.datasets.transform;

import io.splitmask.data.Image;

/** The 4 x 4 pixels around a position in an image; beyond the edge stand the edge's pixels. */
final class Neighbourhood {
    private final byte[] rgb;
    private final int width;
    private final int height;

    /** The pixel to the left of the position, or the position itself. */
    private int left = Integer.MIN_VALUE;

    private int top = Integer.MIN_VALUE;
    private double dx;
    private double dy;

    /** Offset of the red value in the pixels one to the left of {@link #left}, at it, one and two to the right. */
    private int column0;

    private int column1;
    private int column2;
    private int column3;

    /** Offset of the first value of the rows one above {@link #top}, at it, one and two below. */
    private int row0;

    private int row1;
    private int row2;
    private int row3;

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
        int newLeft = (int) Math.floor(x - 0.5);
        int newTop = (int) Math.floor(y - 0.5);
        dx = x - 0.5 - newLeft;
        dy = y - 0.5 - newTop;
        if (newLeft != left) {
            left = newLeft;
            column0 = column(left - 1);
            column1 = column(left);
            column2 = column(left + 1);
            column3 = column(left + 2);
        }
        if (newTop != top) { // seldom: along a row of the result the row changes slowly
            top = newTop;
            row0 = row(top - 1);
            row1 = row(top);
            row2 = row(top + 1);
            row3 = row(top + 2);
        }
        return true;
    }

    private int column(int x) {
        return Math.max(0, Math.min(width - 1, x)) * 3;
    }

    private int row(int y) {
        return Math.max(0, Math.min(height - 1, y)) * width * 3;
    }

    void bilinear(byte[] to, int target) {
        for (int c = 0; c < 3; c++) {
            double upper = bilinearRow(row1 + c);
            double lower = bilinearRow(row2 + c);
            to[target + c] = (byte) (int) (upper + (lower - upper) * dy);
        }
    }

    private double bilinearRow(int row) {
        int atLeft = rgb[row + column1] & 0xFF;
        int atRight = rgb[row + column2] & 0xFF;
        return atLeft + (atRight - atLeft) * dx;
    }

    void bicubic(byte[] to, int target) {
        for (int c = 0; c < 3; c++) {
            double value = bicubicRow(row1 + c);
            if (dy != 0) { // else the other rows have no weight
                value = cubic(bicubicRow(row0 + c), value, bicubicRow(row2 + c), bicubicRow(row3 + c), dy);
            }
            to[target + c] = (byte) Math.max(0, Math.min(255, (int) value));
        }
    }

    private double bicubicRow(int row) {
        int v2 = rgb[row + column1] & 0xFF;
        if (dx == 0) {
            return v2;
        }
        int v1 = rgb[row + column0] & 0xFF;
        int v3 = rgb[row + column2] & 0xFF;
        int v4 = rgb[row + column3] & 0xFF;
        // The coefficients of cubic, exact in whole numbers, which takes fewer conversions.
        int p2 = v3 - v1;
        int p3 = 2 * (v1 - v2) + v3 - v4;
        int p4 = -v1 + v2 - v3 + v4;
        return v2 + dx * (p2 + dx * (p3 + dx * p4));
    }

    /** Returns what lies between {@code v2} and {@code v3}, at a distance of 0..1 from the former. */
    static double cubic(double v1, double v2, double v3, double v4, double d) {
        double p2 = v3 - v1;
        double p3 = 2 * (v1 - v2) + v3 - v4;
        double p4 = -v1 + v2 - v3 + v4;
        return v2 + d * (p2 + d * (p3 + d * p4));
    }
}
