package io.splitmask.cli.run;

import io.splitmask.cli.option.DataSource;
import io.splitmask.cli.option.UsageException;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.EmbeddedSet;
import io.splitmask.datasets.ImageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Labelled images in two parts. A folder is either divided already, into {@code train} and {@code test} (or
 * {@code val}), or has a folder for each class; then every fifth image of a class is held out for testing.
 *
 * @param train to train on
 * @param test to measure on, of the same classes
 */
public record LabelledImages(ImageDataset train, ImageDataset test) {
    /** Of how many images of a class one is held out. */
    private static final int HELD_OUT_EVERY = 5;

    public static LabelledImages open(DataSource source) throws IOException {
        if (source.folder().isEmpty()) {
            return new LabelledImages(EmbeddedSet.train(), EmbeddedSet.test());
        }
        Path root = source.folder().get();
        Path trainFolder = root.resolve("train");
        for (String name : List.of("test", "val")) {
            if (Files.isDirectory(trainFolder) && Files.isDirectory(root.resolve(name))) {
                ImageFolder train = ImageFolder.open(trainFolder);
                return checked(root, train, ImageFolder.withClasses(root.resolve(name), train.classes()));
            }
        }
        return heldOut(root, ImageFolder.open(root));
    }

    /** Returns up to so many training images, and half as many test images, spread evenly. */
    public LabelledImages spread(int count) {
        return new LabelledImages(ImageSubset.spread(train, count), ImageSubset.spread(test, count / 2));
    }

    /** Returns all images without labels, for pre-training: of a divided folder only the part for training. */
    public static ImageDataset unlabelled(DataSource source) throws IOException {
        if (source.folder().isEmpty()) {
            return EmbeddedSet.unlabelled();
        }
        Path train = source.folder().get().resolve("train");
        return ImageFolder.unlabelled(
                Files.isDirectory(train) ? train : source.folder().get());
    }

    private static LabelledImages heldOut(Path root, ImageDataset all) {
        List<Integer> train = new ArrayList<>();
        List<Integer> test = new ArrayList<>();
        Map<Integer, Integer> seen = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            int ofClass = seen.merge(all.label(i), 1, Integer::sum);
            (ofClass % HELD_OUT_EVERY == 0 ? test : train).add(i);
        }
        return checked(root, new ImageSubset(all, train), new ImageSubset(all, test));
    }

    private static LabelledImages checked(Path root, ImageDataset train, ImageDataset test) {
        if (train.classes().size() < 2 || test.size() == 0) {
            throw new UsageException("expected two classes or more, each a folder with at least "
                    + HELD_OUT_EVERY + " images; found " + train.classes().size() + " classes and " + test.size()
                    + " images to test on in " + root.toAbsolutePath());
        }
        return new LabelledImages(train, test);
    }
}
