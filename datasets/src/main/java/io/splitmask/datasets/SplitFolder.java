package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Class folders in two parts. A folder is either divided already, into {@code train} and {@code test} (or {@code val}),
 * or has a folder for each class; then every fifth image of a class is held out for testing.
 */
final class SplitFolder {
    /** Of how many images of a class one is held out. */
    static final int HELD_OUT_EVERY = 5;

    private static final String TRAIN = "train";

    private SplitFolder() {}

    static ImageDataset open(DataSetFacts facts, FileTree tree, Split split) throws IOException {
        Optional<String> test = testFolder(tree);
        if (!tree.hasFolder(TRAIN) || test.isEmpty()) {
            return heldOut(ImageFolder.open(tree), split);
        }
        return split == Split.TRAIN
                ? ImageFolder.open(tree.below(TRAIN))
                : ImageFolder.withClasses(tree.below(test.get()), tree.folders(TRAIN));
    }

    /** Opens a folder that must be divided. */
    static ImageDataset openDivided(DataSetFacts facts, FileTree tree, Split split) throws IOException {
        DataSetFiles files = new DataSetFiles(facts, tree);
        files.require(TRAIN);
        if (split == Split.TEST && testFolder(tree).isEmpty()) {
            throw files.missing(List.of("val"));
        }
        return split == Split.TRAIN
                ? ImageFolder.open(tree.below(TRAIN))
                : ImageFolder.withClasses(tree.below(testFolder(tree).orElseThrow()), tree.folders(TRAIN));
    }

    /** Opens all images that pre-training may see: the part for training if there are parts. Labels are kept. */
    static ImageFolder openForPretraining(FileTree tree) throws IOException {
        return ImageFolder.withStray(hasTrainingPart(tree) ? tree.below(TRAIN) : tree);
    }

    /** Without test images beside it, a folder {@code train} of images alone is a class: trains among cars and ships. */
    private static boolean hasTrainingPart(FileTree tree) throws IOException {
        return tree.hasFolder(TRAIN)
                && (testFolder(tree).isPresent() || !tree.folders(TRAIN).isEmpty());
    }

    private static Optional<String> testFolder(FileTree tree) {
        return Stream.of("test", "val").filter(tree::hasFolder).findFirst();
    }

    private static ImageDataset heldOut(ImageDataset all, Split split) {
        List<Integer> positions = new ArrayList<>();
        Map<Integer, Integer> seen = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            boolean isHeldOut = seen.merge(all.label(i), 1, Integer::sum) % HELD_OUT_EVERY == 0;
            if (isHeldOut == (split == Split.TEST)) {
                positions.add(i);
            }
        }
        return new ImageSubset(all, positions);
    }
}
