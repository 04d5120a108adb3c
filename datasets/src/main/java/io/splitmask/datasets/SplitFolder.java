package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import io.splitmask.datasets.format.ImageFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Class folders in two parts. A folder is either divided already, into {@code train} and one of {@link #TEST_NAMES}, or
 * has a folder for each class; then every fifth image of a class is held out for testing.
 */
final class SplitFolder {
    /** Of how many images of a class one is held out. */
    static final int HELD_OUT_EVERY = 5;

    /** What the part for testing may be called. */
    static final List<String> TEST_NAMES = List.of("test", "val", "valid", "validation");

    private static final String TRAIN = "train";
    private static final String VALIDATION = "val";

    private SplitFolder() {}

    static ImageDataset open(DataSetFacts facts, FileTree tree, Split split) throws IOException {
        Optional<String> test = testFolder(tree);
        if (tree.hasFolder(TRAIN) && test.isPresent()) {
            return part(tree, test.get(), split);
        }
        requireNoLonePart(tree);
        return heldOut(ImageFolder.open(tree), split);
    }

    /** Opens ImageNet, which must be divided. Its images for validation come first: those for testing have no labels. */
    static ImageDataset openImagenet(DataSetFacts facts, FileTree tree, Split split) throws IOException {
        DataSetFiles files = new DataSetFiles(facts, tree);
        files.require(TRAIN);
        Optional<String> test = tree.hasFolder(VALIDATION) ? Optional.of(VALIDATION) : testFolder(tree);
        if (split == Split.TEST && test.isEmpty()) {
            throw files.missing(List.of(VALIDATION));
        }
        return part(tree, test.orElse(VALIDATION), split);
    }

    private static ImageDataset part(FileTree tree, String test, Split split) throws IOException {
        return split == Split.TRAIN
                ? ImageFolder.open(tree.below(TRAIN))
                : ImageFolder.withClasses(tree.below(test), tree.folders(TRAIN));
    }

    /** Refuses to take folders of images in {@code train} for one class: their test images go by another name. */
    private static void requireNoLonePart(FileTree tree) throws IOException {
        if (!tree.hasFolder(TRAIN)) {
            return;
        }
        List<String> images = tree.below(TRAIN).files("").stream()
                .filter(ImageFormat::hasKnownExtension)
                .toList();
        if (!images.isEmpty() && images.stream().allMatch(ImageFolder::isInFolder)) {
            throw new IOException(tree.describe(TRAIN) + " has a folder for each class, but nothing beside it to test"
                    + " on: expected one of " + TEST_NAMES + " with the same classes; without one take "
                    + tree.describe(TRAIN) + " itself, of which some images are then held out");
        }
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

    /** Finds the first part for testing that has classes of the training images: test images may come without labels. */
    private static Optional<String> testFolder(FileTree tree) throws IOException {
        List<String> present = TEST_NAMES.stream().filter(tree::hasFolder).toList();
        List<String> classes = tree.hasFolder(TRAIN) ? tree.folders(TRAIN) : List.of();
        for (String name : present) {
            if (!Collections.disjoint(tree.folders(name), classes)) {
                return Optional.of(name);
            }
        }
        return present.stream().findFirst();
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
