package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.transform.Stage;
import java.io.IOException;

/**
 * Images in files of an image format.
 *
 * @param files where they are stored
 * @param decoder turns them into pixels
 */
record ImageFiles(Files files, ImageDecoder decoder) implements ImageSource {
    /** Files by position. Thread-safe. */
    interface Files {
        int size();

        /** Returns what names the file in messages. */
        String name(int index);

        /**
         * Reads a file.
         *
         * @throws IOException if it cannot be read; one line with the name
         */
        byte[] read(int index) throws IOException;
    }

    /** Decodes files whole. */
    ImageFiles(Files files) {
        this(files, new ImageDecoder());
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public String name(int index) {
        return files.name(index);
    }

    @Override
    public Image read(int index, Stage.Listener listener) throws IOException {
        byte[] file = files.read(index);
        listener.ended(Stage.READ);
        Image image = decoder.decode(file, files.name(index));
        listener.ended(Stage.DECODE);
        return image;
    }

    @Override
    public ImageFiles decodedBy(ImageDecoder other) {
        return new ImageFiles(files, other);
    }
}
