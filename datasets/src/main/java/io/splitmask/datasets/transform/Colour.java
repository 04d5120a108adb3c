package io.splitmask.datasets.transform;

/**
 * A colour of 8 bits a channel.
 *
 * @param red 0..255
 * @param green 0..255
 * @param blue 0..255
 */
public record Colour(int red, int green, int blue) {
    /** Checks the values. */
    public Colour {
        if ((red | green | blue) < 0 || red > 255 || green > 255 || blue > 255) {
            throw new IllegalArgumentException(
                    "colour: expected values of 0..255, got " + red + ", " + green + " and " + blue);
        }
    }

    void write(byte[] rgb, int offset) {
        rgb[offset] = (byte) red;
        rgb[offset + 1] = (byte) green;
        rgb[offset + 2] = (byte) blue;
    }
}
