package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import java.io.IOException;
import java.util.List;

/** Small images of one size that are stored as pixels, all in memory. */
final class StoredPixels implements ImageDataset {
    /** Makes an image of the bytes of its record. */
    interface Layout {
        Image image(byte[] data, int offset);
    }

    private final String source;
    private final byte[] data;
    private final int recordSize;
    private final int[] labels;
    private final List<String> classes;
    private final Layout layout;

    /**
     * Takes the records of all images.
     *
     * @param source names them in messages
     * @param data numImages * recordSize bytes, not copied
     * @param labels of the images, each an index of {@code classes}
     * @param layout of the pixels in a record
     */
    StoredPixels(String source, byte[] data, int[] labels, List<String> classes, Layout layout) {
        this.source = source;
        this.data = data;
        this.recordSize = data.length / labels.length;
        this.labels = labels;
        this.classes = List.copyOf(classes);
        this.layout = layout;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public String name(int index) {
        return source + "#" + index;
    }

    @Override
    public Image read(int index) throws IOException {
        return layout.image(data, index * recordSize);
    }
}
