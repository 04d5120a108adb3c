package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.datasets.files.FileTree;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.transform.Stage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Images in a given order, each with a label: the form in which all readers of this package hand them over. */
final class LabelledImages implements StagedDataset {
    private final ImageSource images;
    private final int[] labels;
    private final List<String> classes;

    /**
     * Takes a list.
     *
     * @param labels of the images, each an index of {@code classes} or UNLABELLED
     * @param classes names by label
     */
    LabelledImages(ImageSource images, int[] labels, List<String> classes) {
        if (labels.length != images.size()) {
            throw new IllegalArgumentException("expected " + images.size() + " labels, got " + labels.length);
        }
        this.images = images;
        this.labels = labels.clone();
        this.classes = List.copyOf(classes);
    }

    /** Returns images without labels. */
    static LabelledImages unlabelled(ImageSource images) {
        int[] labels = new int[images.size()];
        Arrays.fill(labels, UNLABELLED);
        return new LabelledImages(images, labels, List.of());
    }

    /**
     * Returns files without labels.
     *
     * @param names relative to the tree
     */
    static LabelledImages unlabelled(FileTree tree, List<String> names) {
        return unlabelled(new ImageFiles(new TreeFiles(tree, names)));
    }

    @Override
    public LabelledImages decodedBy(ImageDecoder decoder) {
        return new LabelledImages(images.decodedBy(decoder), labels, classes);
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
        return images.name(index);
    }

    @Override
    public Image read(int index, Stage.Listener listener) throws IOException {
        return images.read(index, listener);
    }
}
