package io.splitmask.datasets;

import io.splitmask.datasets.files.FileTree;
import io.splitmask.datasets.format.ImageFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a data set, and what to say when one is missing or wrong.
 *
 * @param facts what the data set should be
 * @param tree where it was looked for
 */
record DataSetFiles(DataSetFacts facts, FileTree tree) {
    /**
     * Opens a folder or archive; where everything is in a folder of a usual name, that is taken.
     *
     * @param marker a file or folder by which the layout is recognised
     * @param wrappers names of folders that archives of this data set put around everything
     */
    static DataSetFiles of(DataSetFacts facts, FileTree tree, String marker, String... wrappers) {
        FileTree found = Stream.of(wrappers)
                .filter(wrapper -> !has(tree, marker) && has(tree, wrapper + "/" + marker))
                .findFirst()
                .map(tree::below)
                .orElse(tree);
        return new DataSetFiles(facts, found);
    }

    private static boolean has(FileTree tree, String name) {
        return tree.hasFile(name) || tree.hasFolder(name);
    }

    boolean has(String name) {
        return has(tree, name);
    }

    /** Fails if a file or folder is missing, and names all that are. */
    void require(String... names) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (!has(name)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw missing(missing);
        }
    }

    /** Returns the failure for files that are missing. */
    IOException missing(List<String> names) {
        return new IOException(facts.title() + " in " + tree.describe("") + ": missing " + String.join(", ", names)
                + "; expected " + facts.layout() + " (" + facts.origin() + ")");
    }

    /** Returns the failure for a file whose content is wrong. */
    IOException wrong(String name, String problem) {
        return new IOException(tree.describe(name) + ": " + problem);
    }

    /** Lists the images below a folder; fails if there are none. */
    List<String> images(String folder) throws IOException {
        require(folder);
        List<String> names = tree.files(folder).stream()
                .filter(ImageFormat::hasKnownExtension)
                .toList();
        if (names.isEmpty()) {
            throw missing(List.of("the images of " + folder));
        }
        return names;
    }
}
