package io.splitmask.nn;

/**
 * A number along the rows and one along the columns of an image: a kernel's size, a stride, a padding.
 *
 * @param rows from top to bottom, in pixels
 * @param columns from left to right, in pixels
 */
public record Extent(int rows, int columns) {
    /** No pixels: the padding of an unpadded window, or the output padding that is rarely needed. */
    public static final Extent NONE = new Extent(0, 0);

    /** Checks the numbers. */
    public Extent {
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException(
                    "Extent: expected rows and columns of 0 or more, got " + rows + " x " + columns);
        }
    }

    /** Returns the same number along both. */
    public static Extent square(int side) {
        return new Extent(side, side);
    }

    @Override
    public String toString() {
        return rows + " x " + columns;
    }
}
