package io.splitmask.datasets.transform;

import io.splitmask.data.Image;

/** Mirrors left and right, pixel by pixel: what resizing does on the way is compared with it. */
final class HorizontalFlip {
    private HorizontalFlip() {}

    /** Returns a mirrored copy. */
    static Image apply(Image image) {
        byte[] from = image.rgb();
        byte[] to = new byte[from.length];
        int width = image.width();
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < width; x++) {
                int source = (y * width + x) * 3;
                int target = (y * width + width - 1 - x) * 3;
                to[target] = from[source];
                to[target + 1] = from[source + 1];
                to[target + 2] = from[source + 2];
            }
        }
        return new Image(width, image.height(), to);
    }
}
