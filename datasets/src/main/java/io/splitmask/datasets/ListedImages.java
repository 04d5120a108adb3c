package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import io.splitmask.datasets.format.ImageDecoder;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Images of a file tree in a given order, each with a label. */
final class ListedImages implements ImageDataset {
    private final FileTree tree;
    private final String[] names;
    private final int[] labels;
    private final List<String> classes;
    private final ImageDecoder decoder = new ImageDecoder();

    /**
     * Takes a list.
     *
     * @param names of files in the tree
     * @param labels of the files, each an index of {@code classes} or UNLABELLED
     * @param classes names by label
     */
    ListedImages(FileTree tree, List<String> names, int[] labels, List<String> classes) {
        this.tree = tree;
        this.names = names.toArray(new String[0]);
        this.labels = labels.clone();
        this.classes = List.copyOf(classes);
    }

    /** Returns images without labels. */
    static ListedImages unlabelled(FileTree tree, List<String> names) {
        int[] labels = new int[names.size()];
        Arrays.fill(labels, UNLABELLED);
        return new ListedImages(tree, names, labels, List.of());
    }

    /** Returns the name relative to the tree. */
    String relativeName(int index) {
        return names[index];
    }

    @Override
    public int size() {
        return names.length;
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
        return tree.describe(names[index]);
    }

    @Override
    public Image read(int index) throws IOException {
        return decoder.decode(tree.read(names[index]), name(index));
    }
}
