package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads MNIST and Fashion-MNIST: four IDX files, with the grey values in all three channels. */
final class Mnist {
    /** Names by label. */
    static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    /** Names by label. */
    static final List<String> CLOTHES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private Mnist() {}

    static ImageDataset open(DataSetFacts facts, FileTree tree, Split split, List<String> classes) throws IOException {
        DataSetFiles files = new DataSetFiles(facts, tree);
        String prefix = split.choose("train", "t10k");
        String imagesFile = prefix + "-images-idx3-ubyte";
        String labelsFile = prefix + "-labels-idx1-ubyte";
        requireEither(files, imagesFile, labelsFile);
        IdxFile images = IdxFile.read(tree, imagesFile, 3);
        IdxFile labels = IdxFile.read(tree, labelsFile, 1);
        int numImages = images.sizes()[0];
        if (labels.sizes()[0] != numImages) {
            throw files.wrong(
                    labelsFile, "expected a label for each of the " + numImages + " images, got " + labels.sizes()[0]);
        }
        int height = images.sizes()[1];
        int width = images.sizes()[2];
        PixelRecords pixels = new PixelRecords(
                tree.describe(imagesFile),
                images.values(),
                numImages,
                (data, offset) -> new Image(width, height, grey(data, offset, width * height)));
        return new LabelledImages(pixels, labels(files, labelsFile, labels.values(), classes.size()), classes);
    }

    private static void requireEither(DataSetFiles files, String... names) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (!files.has(name) && !files.has(name + ".gz")) {
                missing.add(name + "[.gz]");
            }
        }
        if (!missing.isEmpty()) {
            throw files.missing(missing);
        }
    }

    private static int[] labels(DataSetFiles files, String name, byte[] values, int numClasses) throws IOException {
        int[] labels = new int[values.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = values[i] & 0xFF;
            if (labels[i] >= numClasses) {
                throw files.wrong(
                        name, "expected labels below " + numClasses + ", got " + labels[i] + " for image " + i);
            }
        }
        return labels;
    }

    private static byte[] grey(byte[] data, int offset, int numPixels) {
        byte[] rgb = new byte[3 * numPixels];
        for (int i = 0; i < numPixels; i++) {
            Arrays.fill(rgb, 3 * i, 3 * i + 3, data[offset + i]);
        }
        return rgb;
    }
}
