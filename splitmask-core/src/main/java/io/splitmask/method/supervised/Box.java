package io.splitmask.method.supervised;

/**
 * A rectangle of pixels.
 *
 * @param top first row
 * @param bottom row after the last
 * @param left first column
 * @param right column after the last
 */
public record Box(int top, int bottom, int left, int right) {
    /** Checks the order. */
    public Box {
        if (top < 0 || left < 0 || bottom < top || right < left) {
            throw new IllegalArgumentException("box: expected 0 <= top <= bottom and 0 <= left <= right, got rows "
                    + top + " to " + bottom + " and columns " + left + " to " + right);
        }
    }

    /** Returns the number of pixels. */
    public long area() {
        return (long) (bottom - top) * (right - left);
    }

    /**
     * Returns 0 inside and 1 outside.
     *
     * @return [height, width], row-major
     */
    float[] outside(int height, int width) {
        float[] mask = new float[Math.multiplyExact(height, width)];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                boolean inside = row >= top && row < bottom && column >= left && column < right;
                mask[row * width + column] = inside ? 0 : 1;
            }
        }
        return mask;
    }
}
