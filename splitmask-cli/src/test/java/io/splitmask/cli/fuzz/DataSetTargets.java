package io.splitmask.cli.fuzz;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.CocoInstances;
import io.splitmask.datasets.DataSetOptions;
import io.splitmask.datasets.DataSetSource;
import io.splitmask.datasets.DataSets;
import io.splitmask.datasets.Split;
import io.splitmask.datasets.files.FileTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Lists, annotations, binaries and archives of data sets. */
final class DataSetTargets {
    private static final Path CARS =
            Path.of("..", "datasets", "src", "test", "resources", "io", "splitmask", "datasets", "cars");
    private static final byte[] NONE = {};

    private DataSetTargets() {}

    static List<FuzzTarget> all() throws IOException {
        return List.of(
                idx(), cifar(), coco(), carsKit(), carsLists(), shards("zip shards", "a.zip", zip()), tarShards());
    }

    private static FuzzTarget.Reading opening(String kind) {
        return (folder, damaged) -> {
            ImageDataset images =
                    DataSets.open(DataSetSource.of(kind + ":" + folder), Split.TRAIN, DataSetOptions.DEFAULT);
            if (images.size() == 0) {
                throw new IOException(folder + ": no images");
            }
        };
    }

    private static FuzzTarget idx() throws IOException {
        byte[] images = ByteBuffer.allocate(16 + 24)
                .putInt(0x803)
                .putInt(4)
                .putInt(2)
                .putInt(3)
                .array();
        byte[] labels = ByteBuffer.allocate(8 + 4)
                .putInt(0x801)
                .putInt(4)
                .putInt(0x07000907)
                .array();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(labels);
        }
        Map<String, byte[]> files =
                Map.of("train-images-idx3-ubyte", images, "train-labels-idx1-ubyte.gz", packed.toByteArray());
        return FuzzTarget.of("IDX", files, opening("mnist"));
    }

    private static FuzzTarget cifar() {
        Map<String, byte[]> files = new TreeMap<>();
        for (int batch = 1; batch <= 5; batch++) {
            files.put("data_batch_" + batch + ".bin", new byte[3073]);
        }
        files.put("batches.meta.txt", utf8("airplane\nautomobile\n"));
        return FuzzTarget.of("CIFAR", files, opening("cifar10")).damaging("data_batch_2.bin", "batches.meta.txt");
    }

    private static FuzzTarget coco() {
        String json = """
                {"images": [{"id": 25, "file_name": "25.jpg", "width": 6, "height": 5},
                {"id": 9, "file_name": "9.jpg", "width": 6, "height": 5}],
                "annotations": [
                {"id": 1, "image_id": 9, "category_id": 18, "bbox": [1, 2.5, 3, 1], "area": 2.75,
                 "iscrowd": 0, "segmentation": [[1, 2, 3, 4, 5, 6.5], [0, 0, 1, 0, 1, 1]]},
                {"id": 2, "image_id": 9, "category_id": 1, "bbox": [0, 0, 2, 1], "area": 2,
                 "iscrowd": 1, "segmentation": {"size": [5, 6], "counts": [0, 2, 28]}}],
                "categories": [{"id": 1, "name": "person"}, {"id": 18, "name": "dog"}]}
                """;
        Map<String, byte[]> files = Map.of(
                "annotations/instances_train2017.json", utf8(json), "train2017/9.jpg", NONE, "train2017/25.jpg", NONE);
        return FuzzTarget.of("COCO JSON", files, (folder, damaged) -> {
                    CocoInstances unused = CocoInstances.read(damaged);
                    opening("coco").read(folder, damaged);
                })
                .damaging("annotations/instances_train2017.json");
    }

    private static FuzzTarget carsKit() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (int car = 1; car <= 3; car++) {
            files.put("cars_train/0000" + car + ".jpg", NONE);
        }
        files.put("devkit/cars_meta.mat", Files.readAllBytes(CARS.resolve("cars_meta.mat")));
        files.put("devkit/cars_train_annos.mat", Files.readAllBytes(CARS.resolve("train.mat")));
        return FuzzTarget.of("Cars .mat", files, opening("cars"))
                .damaging("devkit/cars_meta.mat", "devkit/cars_train_annos.mat");
    }

    private static FuzzTarget carsLists() {
        Map<String, byte[]> files = Map.of(
                "names.csv",
                utf8("AM General Hummer SUV 2000\nRam C/V Cargo Van Minivan 2012\n"),
                "anno_train.csv",
                utf8("1.jpg,39,116,569,375,2\n2.jpg,36,116,868,587,1\n"),
                "car_data/car_data/train/Ram C-V Cargo Van Minivan 2012/1.jpg",
                NONE,
                "car_data/car_data/train/AM General Hummer SUV 2000/2.jpg",
                NONE);
        return FuzzTarget.of("Cars .csv", files, opening("cars")).damaging("names.csv", "anno_train.csv");
    }

    private static FuzzTarget tarShards() throws IOException {
        return shards("tar shards", "a.tar", tar()).repairedBy(Checksums::tar);
    }

    private static FuzzTarget shards(String name, String file, byte[] archive) {
        return FuzzTarget.of(name, Map.of(file, archive), (folder, damaged) -> {
            FileTree tree = FileTree.open(damaged);
            for (String found : tree.files("")) {
                tree.read(found);
            }
            opening("webdataset").read(folder, damaged);
        });
    }

    private static byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : List.of("a/1.jpg", "a/1.cls", "a/2.jpg", "a/2.cls")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(utf8("1"));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] tar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (String name : List.of("1.jpg", "1.cls", "long".repeat(30) + ".jpg", "long".repeat(30) + ".cls")) {
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(1);
                tar.putArchiveEntry(entry);
                tar.write('1');
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
