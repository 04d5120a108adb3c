package io.splitmask.data;

/**
 * A decoded picture: 8-bit RGB, row by row from the top left, three bytes a pixel.
 *
 * @param width Wi in pixels
 * @param height Hi in pixels
 * @param rgb Hi * Wi * 3 bytes, not copied; do not change
 */
public record Image(int width, int height, byte[] rgb) {
    /** Checks the size. */
    public Image {
        if (width < 1 || height < 1 || rgb.length != (long) width * height * 3) {
            throw new IllegalArgumentException(
                    "image: expected a width and a height of 1 or more and width * height * 3 bytes, got " + width
                            + " x " + height + " and " + rgb.length + " bytes");
        }
    }
}
