package io.splitmask.cli.embed;

import io.splitmask.data.Image;
import io.splitmask.datasets.transform.Box;
import io.splitmask.datasets.transform.Resampling;
import io.splitmask.datasets.transform.Resizer;

/** Makes images small enough for a page. */
final class Thumbnail {
    private static final int SIDE = 192;

    private Thumbnail() {}

    /** Returns the image with its longer side at most 192 pixels; small images stay as they are. */
    static Image of(Image image) {
        int longer = Math.max(image.width(), image.height());
        if (longer <= SIDE) {
            return image;
        }
        int width = Math.max(1, Math.round((float) SIDE * image.width() / longer));
        int height = Math.max(1, Math.round((float) SIDE * image.height() / longer));
        Box whole = new Box(0, 0, image.width(), image.height());
        return Resizer.resize(image, whole, width, height, Resampling.BICUBIC);
    }
}
