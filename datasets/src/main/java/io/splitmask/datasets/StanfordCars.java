package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import io.splitmask.datasets.files.RelativeName;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads Stanford Cars in each of the forms in which it goes round: with the development kit's MATLAB files, with lists
 * of comma-separated values, or in class folders.
 */
final class StanfordCars {
    private static final int FILE = 0;
    private static final int CLASS = 5;
    private static final int NUM_COLUMNS = 6;

    private StanfordCars() {}

    static ImageDataset open(DataSetFacts facts, FileTree root, Split split) throws IOException {
        DataSetFiles files = new DataSetFiles(facts, root);
        if (files.has("cars_train") || files.has("devkit")) {
            return withKit(files, split);
        }
        if (files.has("names.csv")) {
            return withLists(files, split);
        }
        files.require("train", "test");
        List<String> classes = root.folders("train");
        return split == Split.TRAIN
                ? ImageFolder.open(root.below("train"))
                : ImageFolder.withClasses(root.below("test"), classes);
    }

    private static ImageDataset withKit(DataSetFiles files, Split split) throws IOException {
        FileTree tree = files.tree();
        String folder = split.choose("cars_train", "cars_test");
        String list = split == Split.TRAIN
                ? "devkit/cars_train_annos.mat"
                : Stream.of("cars_test_annos_withlabels.mat", "devkit/cars_test_annos_withlabels.mat")
                        .filter(tree::hasFile)
                        .findFirst()
                        .orElse("cars_test_annos_withlabels.mat");
        files.require(folder, "devkit/cars_meta.mat", list);
        List<String> classes = CarsMat.classNames(tree, "devkit/cars_meta.mat");
        ImageListBuilder images = new ImageListBuilder(tree, tree.files(folder));
        for (CarsMat.Car car : CarsMat.annotations(tree, list)) {
            images.add(
                    folder + "/" + car.file(), checked(car.label(), classes, tree.describe(list)), tree.describe(list));
        }
        return images.build(classes);
    }

    private static int checked(int label, List<String> classes, String where) throws IOException {
        if (label < 0 || label >= classes.size()) {
            throw new IOException(where + ": expected classes of 1.." + classes.size() + ", got " + (label + 1));
        }
        return label;
    }

    private static ImageDataset withLists(DataSetFiles files, Split split) throws IOException {
        FileTree tree = files.tree();
        String list = split.choose("anno_train.csv", "anno_test.csv");
        String part = split.choose("train", "test");
        String folder = Stream.of("car_data/car_data/", "car_data/", "")
                .map(parent -> parent + part)
                .filter(tree::hasFolder)
                .findFirst()
                .orElse("car_data/car_data/" + part);
        files.require(folder, list);
        List<String> classes =
                TextLine.read(tree, "names.csv").stream().map(TextLine::text).toList();
        // The list names files without folders, and a class folder may differ from the class's name in a '/'.
        Map<String, String> pathOfFile = new HashMap<>();
        for (String path : tree.files(folder)) {
            pathOfFile.put(RelativeName.lastPart(path), path);
        }
        ImageListBuilder images = new ImageListBuilder(tree, pathOfFile.values());
        for (TextLine line : TextLine.read(tree, list)) {
            String[] columns = line.text().split(",");
            if (columns.length != NUM_COLUMNS) {
                throw line.wrong("expected file, x1, y1, x2, y2, class, got '" + line.text() + "'");
            }
            String file = columns[FILE].strip();
            int label = checked(line.number(columns[CLASS], "a class") - 1, classes, line.where());
            images.add(pathOfFile.getOrDefault(file, folder + "/" + file), label, line.where());
        }
        return images.build(classes);
    }
}
