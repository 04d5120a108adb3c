package io.splitmask.datasets.format;

import io.splitmask.data.Image;

/** Writes JPEG files. */
public final class JpegEncoder {
    private JpegEncoder() {}

    /**
     * Encodes an image.
     *
     * @param quality 0..100
     * @return the file
     */
    public static byte[] encode(Image image, int quality) {
        if (quality < 0 || quality > 100) {
            throw new IllegalArgumentException("JPEG quality: expected 0..100, got " + quality);
        }
        return NativeCodec.encodeJpeg(image, quality);
    }
}
