package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.transform.Stage;

/**
 * Small images of one size that are stored as pixels, all in memory.
 *
 * @param source names them in messages
 * @param data size * recordSize bytes, not copied
 * @param size how many there are
 * @param layout of the pixels in a record
 */
record PixelRecords(String source, byte[] data, int size, Layout layout) implements ImageSource {
    /** Makes an image of the bytes of its record. */
    interface Layout {
        Image image(byte[] data, int offset);
    }

    @Override
    public String name(int index) {
        return source + "#" + index;
    }

    @Override
    public Image read(int index, Stage.Listener listener) {
        Image image = layout.image(data, index * (data.length / size));
        listener.ended(Stage.DECODE);
        return image;
    }

    @Override
    public PixelRecords decodedBy(ImageDecoder decoder) {
        return this;
    }
}
