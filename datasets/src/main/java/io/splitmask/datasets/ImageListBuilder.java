package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import io.splitmask.datasets.files.OneLine;
import io.splitmask.datasets.files.RelativeName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the images that a list names, and checks that each is there. */
final class ImageListBuilder {
    private final FileTree tree;
    private final Set<String> present;
    private final List<String> names = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private int numMissing;
    private String firstMissing = "";

    /**
     * Starts a list.
     *
     * @param present the files that there are
     */
    ImageListBuilder(FileTree tree, Collection<String> present) {
        this.tree = tree;
        this.present = new HashSet<>(present);
    }

    /**
     * Adds an image.
     *
     * @param name relative to the tree
     * @param label or UNLABELLED
     * @param where the list says so, for messages
     * @throws IOException if the name leaves the tree; one line
     */
    void add(String name, int label, String where) throws IOException {
        String checked;
        try {
            checked = RelativeName.checked(name);
        } catch (IOException e) {
            throw new IOException(where + ": " + e.getMessage(), e);
        }
        if (!present.contains(checked)) {
            numMissing++;
            firstMissing = numMissing == 1 ? where + " names '" + OneLine.of(name) + "'" : firstMissing;
        }
        names.add(checked);
        labels.add(label);
    }

    /**
     * Ends the list.
     *
     * @throws IOException if an image is missing or there is none; one line
     */
    ImageDataset build(List<String> classes) throws IOException {
        if (numMissing > 0) {
            throw new IOException(firstMissing + ", which is missing in " + tree.describe("") + " (" + numMissing
                    + " of " + names.size() + " are)");
        }
        if (names.isEmpty()) {
            throw new IOException("no image of " + tree.describe("") + " is listed");
        }
        int[] labelOf = labels.stream().mapToInt(Integer::intValue).toArray();
        int highest = Arrays.stream(labelOf).max().orElse(0);
        if (highest >= classes.size() && !classes.isEmpty()) {
            throw new IllegalStateException("label " + highest + " of " + classes.size() + " classes");
        }
        return new LabelledImages(new ImageFiles(new TreeFiles(tree, names)), labelOf, classes);
    }
}
