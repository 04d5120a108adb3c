package io.splitmask.data;

import java.io.IOException;
import java.util.List;

/** Images with optional labels, addressed by position. Implementations are thread-safe. */
public interface ImageDataset {
    /** Label of an image that has none. */
    int UNLABELLED = -1;

    /** Returns how many images there are. */
    int size();

    /** Returns the class names by label; empty if nothing is labelled. */
    List<String> classes();

    /** Returns the label, or {@link #UNLABELLED}. */
    int label(int index);

    /** Returns what names the image in messages and reports, such as its path. */
    String name(int index);

    /**
     * Decodes an image.
     *
     * @throws IOException if it cannot be read or decoded; the message names the file and the reason
     */
    Image read(int index) throws IOException;
}
