package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Real pictures in the jar, to try a method in minutes: clip art of the Open Clip Art Library (public domain), {@value
 * #IMAGE_SIZE} x {@value #IMAGE_SIZE} pixels on white. {@value #NUM_CLASSES} classes such as birds, flags and stick
 * figures have {@value #TRAIN_PER_CLASS} training and {@value #TEST_PER_CLASS} test images each; {@value #NUM_REST}
 * more have no label. No test picture is a copy or near-copy of any other.
 *
 * <p>Each call reads the archives again; the files stay compressed in memory (10 MB for all) and are decoded when read.
 */
public final class EmbeddedSet {
    /** Hi = Wi: {@value} pixels. */
    public static final int IMAGE_SIZE = 64;
    /** {@value} classes. */
    public static final int NUM_CLASSES = 17;
    /** {@value} training images a class. */
    public static final int TRAIN_PER_CLASS = 32;
    /** {@value} test images a class. */
    public static final int TEST_PER_CLASS = 8;
    /** {@value} images that belong to no class. */
    public static final int NUM_REST = 4607;

    private EmbeddedSet() {}

    /** Returns the training images with labels. */
    public static ImageDataset train() {
        return ZippedImages.labelled(files("train.zip"));
    }

    /** Returns the test images with the labels of {@link #train}. */
    public static ImageDataset test() {
        return ZippedImages.labelled(files("test.zip"));
    }

    /** Returns the training images and the rest, all without labels, for pre-training; no test image is among them. */
    public static ImageDataset unlabelled() {
        List<ZippedImages.Entry> files = new ArrayList<>(files("train.zip"));
        files.addAll(files("rest.zip"));
        return ZippedImages.unlabelled(files);
    }

    private static List<ZippedImages.Entry> files(String archive) {
        String resource = "embedded/" + archive;
        try (InputStream stream = EmbeddedSet.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the datasets jar is incomplete: no resource " + resource);
            }
            return ZippedImages.entries(stream, "embedded:");
        } catch (IOException e) {
            throw new UncheckedIOException("the datasets jar is damaged: resource " + resource, e);
        }
    }
}
