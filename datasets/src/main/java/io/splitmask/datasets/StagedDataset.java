package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.transform.Stage;
import java.io.IOException;

/** A data set that tells how far it is with an image, so that its parts can be timed, and whose decoder can be changed. */
public interface StagedDataset extends ImageDataset {
    /**
     * Reads an image as {@link #read(int)} does.
     *
     * @param listener told of {@link Stage#READ} and {@link Stage#DECODE}, from this thread
     * @throws IOException as {@link #read(int)}
     */
    Image read(int index, Stage.Listener listener) throws IOException;

    /** Returns the same images, read by another decoder; those that are stored as pixels stay as they are. */
    StagedDataset decodedBy(ImageDecoder decoder);

    @Override
    default Image read(int index) throws IOException {
        return read(index, Stage.Listener.NONE);
    }

    /** Returns the data set itself, or if it does not tell stages, one for which reading and decoding are one. */
    static StagedDataset of(ImageDataset dataset) {
        return dataset instanceof StagedDataset staged ? staged : new Unstaged(dataset);
    }
}
