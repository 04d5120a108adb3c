package io.splitmask.datasets.transform;

/**
 * A rectangle of pixels inside an image.
 *
 * @param x left column
 * @param y top row
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Box(int x, int y, int width, int height) {
    /** Checks the sizes. */
    public Box {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException("expected a box with x, y >= 0 and sides >= 1, got " + width + " x "
                    + height + " at (" + x + ", " + y + ")");
        }
    }

    /** Returns the square of the given side in the middle; odd remainders round half to even, as torchvision. */
    static Box centredSquare(int imageWidth, int imageHeight, int side) {
        return new Box(
                (int) Math.rint((imageWidth - side) / 2.0), (int) Math.rint((imageHeight - side) / 2.0), side, side);
    }
}
