package io.splitmask.datasets;

import io.splitmask.data.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Data sets of a few images, in the layouts of the real ones. Each method fills an empty folder. */
final class Fixtures {
    private Fixtures() {}

    /** The picture that {@link #image} writes to a file, told from others by its name. */
    static Image picture(String name) {
        return TestImages.noise(6, 5, name.hashCode());
    }

    static void image(Path root, String... names) throws IOException {
        for (String name : names) {
            write(root, name, TestImages.file(picture(name), "png"));
        }
    }

    static void text(Path root, String name, String... lines) throws IOException {
        write(root, name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static void write(Path root, String name, byte[] bytes) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream stream = Fixtures.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("no resource " + name);
            }
            return stream.readAllBytes();
        }
    }

    static void imagenet(Path root) throws IOException {
        image(root, "train/n01440764/n01440764_10026.JPEG", "train/n01443537/n01443537_2.JPEG");
        image(root, "val/n01443537/ILSVRC2012_val_00000236.JPEG");
    }

    static void food101(Path root) throws IOException {
        text(root, "meta/classes.txt", "apple_pie", "waffles");
        text(root, "meta/train.txt", "apple_pie/17", "waffles/4", "apple_pie/18");
        text(root, "meta/test.txt", "waffles/5");
        image(root, "images/apple_pie/17.jpg", "images/apple_pie/18.jpg", "images/waffles/4.jpg");
        image(root, "images/waffles/5.jpg", "images/waffles/unlisted.jpg");
    }

    static void clipart(Path root) throws IOException {
        text(
                root,
                "clipart_train.txt",
                "clipart/aircraft_carrier/clipart_001_000001.jpg 0",
                "clipart/zigzag/clipart_345_000001.jpg 3",
                "clipart/airplane/clipart_002_000001.jpg 1");
        text(root, "clipart_test.txt", "clipart/airplane/clipart_002_000002.jpg 1");
        image(root, "clipart/aircraft_carrier/clipart_001_000001.jpg", "clipart/zigzag/clipart_345_000001.jpg");
        image(root, "clipart/airplane/clipart_002_000001.jpg", "clipart/airplane/clipart_002_000002.jpg");
    }

    static void inaturalist2018(Path root) throws IOException {
        text(
                root,
                "train2018.json",
                "{\"info\": {\"year\": 2018}, \"annotations\": [{\"id\": 0, \"image_id\": 7, \"category_id\": 1},",
                "{\"id\": 1, \"image_id\": 9, \"category_id\": 0}],",
                "\"images\": [{\"id\": 9, \"file_name\": \"train_val2018/Aves/0/a.jpg\", \"width\": 800},",
                "{\"id\": 7, \"file_name\": \"train_val2018/Aves/1/b.jpg\", \"license\": {\"x\": [1, {}]}}],",
                "\"categories\": [{\"id\": 1, \"name\": \"4711\", \"supercategory\": \"Aves\"},",
                "{\"id\": 0, \"name\": \"4710\"}]}");
        text(
                root,
                "val2018.json",
                "{\"images\": [{\"id\": 3, \"file_name\": \"train_val2018/Aves/1/c.jpg\"}],",
                "\"annotations\": [{\"id\": 1, \"image_id\": 3, \"category_id\": 1}],",
                "\"categories\": [{\"id\": 0, \"name\": \"4710\"}, {\"id\": 1, \"name\": \"4711\"}]}");
        text(root, "categories.json", "[{\"id\": 0, \"name\": \"Parus major\"}, {\"id\": 1, \"name\": \"Pica pica\"}]");
        image(root, "train_val2018/Aves/0/a.jpg", "train_val2018/Aves/1/b.jpg", "train_val2018/Aves/1/c.jpg");
    }

    static void carsWithKit(Path root) throws IOException {
        write(root, "devkit/cars_meta.mat", resource("cars/cars_meta.mat"));
        write(root, "devkit/cars_train_annos.mat", resource("cars/train.mat"));
        write(root, "cars_test_annos_withlabels.mat", resource("cars/test.mat"));
        image(root, "cars_train/00001.jpg", "cars_train/00002.jpg", "cars_train/00003.jpg");
        image(root, "cars_test/00001.jpg", "cars_test/00002.jpg");
    }

    static void carsWithLists(Path root) throws IOException {
        text(root, "names.csv", "AM General Hummer SUV 2000", "Ram C/V Cargo Van Minivan 2012");
        text(root, "anno_train.csv", "00001.jpg,39,116,569,375,2", "00002.jpg,36,116,868,587,1");
        text(root, "anno_test.csv", "00003.jpg,1,2,3,4,2");
        String folder = "car_data/car_data/";
        image(root, folder + "train/Ram C-V Cargo Van Minivan 2012/00001.jpg");
        image(root, folder + "train/AM General Hummer SUV 2000/00002.jpg");
        image(root, folder + "test/Ram C-V Cargo Van Minivan 2012/00003.jpg");
    }

    static void ade20k(Path root) throws IOException {
        String folder = "ADEChallengeData2016/";
        text(
                root,
                folder + "objectInfo150.txt",
                "Idx\tRatio\tTrain\tVal\tStuff\tName",
                "1\t0.1576\t11664\t1172\t1\twall",
                "2\t0.1072\t6046\t612\t1\tbuilding, edifice");
        image(
                root,
                folder + "images/training/ADE_train_00000001.jpg",
                folder + "images/validation/ADE_val_00000001.jpg");
        write(root, folder + "annotations/training/ADE_train_00000001.png", greyPng(6, 5));
    }

    /** A one-channel PNG with the values 0, 1, 2, ... */
    static byte[] greyPng(int width, int height) {
        BufferedImage mask = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < width * height; i++) {
            mask.getRaster().setSample(i % width, i / width, 0, i);
        }
        return TestImages.file(mask, "png");
    }

    static void coco(Path root) throws IOException {
        image(root, "train2017/000000000009.jpg", "train2017/000000000025.jpg", "val2017/000000000139.jpg");
        text(
                root,
                "annotations/instances_train2017.json",
                "{\"images\": [{\"id\": 25, \"file_name\": \"000000000025.jpg\", \"width\": 6, \"height\": 5},",
                "{\"id\": 9, \"file_name\": \"000000000009.jpg\", \"width\": 6, \"height\": 5}],",
                "\"annotations\": [",
                "{\"id\": 1, \"image_id\": 9, \"category_id\": 18, \"bbox\": [1, 2.5, 3, 1], \"area\": 2.75,",
                " \"iscrowd\": 0, \"segmentation\": [[1, 2, 3, 4, 5, 6.5], [0, 0, 1, 0, 1, 1]]},",
                "{\"id\": 2, \"image_id\": 9, \"category_id\": 1, \"bbox\": [0, 0, 2, 1], \"area\": 2,",
                " \"iscrowd\": 1, \"segmentation\": {\"size\": [5, 6], \"counts\": [0, 2, 28]}}],",
                "\"categories\": [{\"id\": 1, \"name\": \"person\"}, {\"id\": 18, \"name\": \"dog\"},",
                "{\"id\": 3, \"name\": \"car\"}]}");
    }

    /** Images of 2 x 3 pixels whose values count up. */
    static void mnist(Path root, boolean compressed) throws IOException {
        write(root, "train-images-idx3-ubyte" + (compressed ? ".gz" : ""), packed(idxImages(4, 2, 3), compressed));
        write(root, "train-labels-idx1-ubyte" + (compressed ? ".gz" : ""), packed(idxLabels(7, 0, 9, 7), compressed));
        write(root, "t10k-images-idx3-ubyte", idxImages(1, 2, 3));
        write(root, "t10k-labels-idx1-ubyte", idxLabels(2));
    }

    static byte[] idxImages(int count, int height, int width) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + count * height * width);
        bytes.putInt(0x803).putInt(count).putInt(height).putInt(width);
        while (bytes.hasRemaining()) {
            bytes.put((byte) (bytes.position() - 16));
        }
        return bytes.array();
    }

    static byte[] idxLabels(int... labels) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
        for (int label : labels) {
            bytes.put((byte) label);
        }
        return bytes.array();
    }

    static byte[] packed(byte[] bytes, boolean compressed) throws IOException {
        if (!compressed) {
            return bytes;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    static void cifar10(Path root) throws IOException {
        for (int batch = 1; batch <= 5; batch++) {
            write(root, "data_batch_" + batch + ".bin", cifarRecords(2, batch, batch % 2));
        }
        write(root, "test_batch.bin", cifarRecords(1, 9, 1));
        text(root, "batches.meta.txt", "airplane", "automobile", "");
    }

    static void cifar100(Path root) throws IOException {
        write(root, "cifar-100-binary/train.bin", cifarRecords(3, 1, 19, 2));
        write(root, "cifar-100-binary/test.bin", cifarRecords(1, 2, 0, 1));
        text(root, "cifar-100-binary/fine_label_names.txt", "apple", "aquarium_fish", "baby");
        text(root, "cifar-100-binary/coarse_label_names.txt", "aquatic_mammals");
    }

    /** Records of the same labels with random pixels. */
    static byte[] cifarRecords(int count, long seed, int... labels) {
        byte[] bytes = new byte[count * (labels.length + 3072)];
        new Random(seed).nextBytes(bytes);
        for (int at = 0; at < bytes.length; at += labels.length + 3072) {
            for (int i = 0; i < labels.length; i++) {
                bytes[at + i] = (byte) labels[i];
            }
        }
        return bytes;
    }
}
