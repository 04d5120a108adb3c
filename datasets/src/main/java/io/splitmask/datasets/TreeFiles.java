package io.splitmask.datasets;

import io.splitmask.datasets.files.FileTree;
import java.io.IOException;
import java.util.List;

/**
 * Files of a tree, in a given order.
 *
 * @param tree where they are
 * @param names relative to the tree
 */
record TreeFiles(FileTree tree, List<String> names) implements ImageFiles.Files {
    /** Copies the list. */
    TreeFiles {
        names = List.copyOf(names);
    }

    @Override
    public int size() {
        return names.size();
    }

    @Override
    public String name(int index) {
        return tree.describe(names.get(index));
    }

    @Override
    public byte[] read(int index) throws IOException {
        return tree.read(names.get(index));
    }
}
