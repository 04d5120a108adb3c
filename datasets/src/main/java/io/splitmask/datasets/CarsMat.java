package io.splitmask.datasets;

import io.splitmask.datasets.files.FileTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Sources;
import us.hebi.matlab.mat.types.Struct;

/** Reads the development kit of Stanford Cars: MATLAB files of version 5. */
final class CarsMat {
    private static final int MAX_BYTES = 64 << 20;

    /**
     * An annotated image.
     *
     * @param file name in the folder of images
     * @param label from 0
     */
    record Car(String file, int label) {}

    private interface Content<T> {
        T of(MatFile file) throws IOException;
    }

    private CarsMat() {}

    /** Reads the struct array {@code annotations}, of which fname and class count. */
    static List<Car> annotations(FileTree tree, String name) throws IOException {
        return read(tree, name, file -> {
            Struct annotations = file.getStruct("annotations");
            List<Car> cars = new ArrayList<>();
            for (int i = 0; i < annotations.getNumElements(); i++) {
                int label = annotations.getMatrix("class", i).getInt(0) - 1;
                if (label < 0) {
                    throw new IOException("expected classes from 1, got " + (label + 1));
                }
                cars.add(new Car(annotations.getChar("fname", i).getString(), label));
            }
            return cars;
        });
    }

    /** Reads the cell array {@code class_names}. */
    static List<String> classNames(FileTree tree, String name) throws IOException {
        return read(tree, name, file -> {
            Cell names = file.getCell("class_names");
            List<String> classes = new ArrayList<>();
            for (int i = 0; i < names.getNumElements(); i++) {
                classes.add(names.getChar(i).getString());
            }
            return classes;
        });
    }

    /** The library checks its input by exceptions of all kinds, and takes memory for whatever sizes a header names. */
    private static <T> T read(FileTree tree, String name, Content<T> content) throws IOException {
        byte[] bytes = tree.read(name);
        if (bytes.length > MAX_BYTES) {
            throw new IOException(
                    tree.describe(name) + ": expected at most " + MAX_BYTES + " bytes, got " + bytes.length);
        }
        try (MatFile file = Mat5.newReader(Sources.wrap(MatSizes.unpacked(bytes, MAX_BYTES)))
                .readMat()) {
            return content.of(file);
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    tree.describe(name) + ": damaged, or not a MATLAB file of version 5 with what is expected: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason"),
                    e);
        }
    }
}
