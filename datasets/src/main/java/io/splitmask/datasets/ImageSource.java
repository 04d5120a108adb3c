package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.transform.Stage;
import java.io.IOException;

/** Where the images of a data set are, by position. Thread-safe. */
interface ImageSource {
    /** Returns how many images there are. */
    int size();

    /** Returns what names the image in messages. */
    String name(int index);

    /**
     * Reads an image.
     *
     * @throws IOException if it cannot be read or decoded; one line with the name
     */
    Image read(int index, Stage.Listener listener) throws IOException;

    /** Returns the same images, read by another decoder if they need one. */
    ImageSource decodedBy(ImageDecoder decoder);
}
