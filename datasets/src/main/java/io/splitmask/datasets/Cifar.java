package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads the binary files of CIFAR-10 and CIFAR-100: records of one label or two, the second of which counts, and 32 x 32
 * pixels, channel by channel.
 */
final class Cifar {
    private static final int SIDE = 32;
    private static final int NUM_PIXELS = SIDE * SIDE;

    private Cifar() {}

    static ImageDataset open10(DataSetFacts facts, FileTree root, Split split) throws IOException {
        DataSetFiles files = DataSetFiles.of(facts, root, "batches.meta.txt", "cifar-10-batches-bin");
        List<String> batches = split.choose(
                IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> "data_batch_" + i + ".bin")
                        .toList(),
                List.of("test_batch.bin"));
        return open(files, batches, "batches.meta.txt", 1);
    }

    static ImageDataset open100(DataSetFacts facts, FileTree root, Split split) throws IOException {
        DataSetFiles files = DataSetFiles.of(facts, root, "fine_label_names.txt", "cifar-100-binary");
        return open(files, List.of(split.choose("train.bin", "test.bin")), "fine_label_names.txt", 2);
    }

    private static ImageDataset open(DataSetFiles files, List<String> names, String classFile, int numLabels)
            throws IOException {
        files.require(classFile);
        files.require(names.toArray(new String[0]));
        FileTree tree = files.tree();
        List<String> classes =
                TextLine.read(tree, classFile).stream().map(TextLine::text).toList();
        int recordSize = numLabels + 3 * NUM_PIXELS;
        byte[][] parts = new byte[names.size()][];
        int size = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = tree.read(names.get(i));
            if (parts[i].length == 0 || parts[i].length % recordSize != 0) {
                throw files.wrong(
                        names.get(i),
                        "expected a multiple of " + recordSize + " bytes, got " + parts[i].length + "; cut short?");
            }
            size = Math.addExact(size, parts[i].length);
        }
        byte[] data = new byte[size];
        int[] labels = new int[size / recordSize];
        int numImages = 0;
        for (int i = 0; i < parts.length; i++) {
            System.arraycopy(parts[i], 0, data, numImages * recordSize, parts[i].length);
            for (int at = numLabels - 1; at < parts[i].length; at += recordSize) {
                int label = parts[i][at] & 0xFF;
                if (label >= classes.size()) {
                    throw files.wrong(
                            names.get(i),
                            "expected labels below " + classes.size() + ", got " + label + " for image "
                                    + at / recordSize);
                }
                labels[numImages++] = label;
            }
        }
        PixelRecords images = new PixelRecords(
                tree.describe(names.get(0)), data, numImages, (all, offset) -> image(all, offset + numLabels));
        return new LabelledImages(images, labels, classes);
    }

    private static Image image(byte[] data, int offset) {
        byte[] rgb = new byte[3 * NUM_PIXELS];
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < NUM_PIXELS; i++) {
                rgb[3 * i + c] = data[offset + c * NUM_PIXELS + i];
            }
        }
        return new Image(SIDE, SIDE, rgb);
    }
}
