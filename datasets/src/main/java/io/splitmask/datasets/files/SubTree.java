package io.splitmask.datasets.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * What is below a folder of another tree.
 *
 * @param tree where the folder is
 * @param folder its name there
 */
record SubTree(FileTree tree, String folder) implements FileTree {
    private String full(String name) {
        return name.isEmpty() ? folder : folder + "/" + name;
    }

    @Override
    public String describe(String name) {
        return tree.describe(full(name));
    }

    @Override
    public List<String> files(String below) throws IOException {
        int prefix = folder.length() + 1;
        return tree.files(full(below)).stream()
                .map(name -> name.substring(prefix))
                .toList();
    }

    @Override
    public List<String> folders(String below) throws IOException {
        return tree.folders(full(below));
    }

    @Override
    public boolean hasFile(String name) {
        return tree.hasFile(full(name));
    }

    @Override
    public boolean hasFolder(String name) {
        return tree.hasFolder(full(name));
    }

    @Override
    public InputStream stream(String name) throws IOException {
        return tree.stream(full(name));
    }

    @Override
    public byte[] read(String name) throws IOException {
        return tree.read(full(name));
    }
}
