package io.splitmask.cli;

import io.splitmask.cli.report.Png;
import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.EmbeddedSet;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** What readers of the documentation have before they type its commands, under the names that the pages use. */
final class ReadersFolder {
    /** So many that 20 nearest neighbours are left when every fifth is held out. */
    private static final int PHOTOS_OF_A_CLASS = 13;

    /** A tenth of them is a batch or two. */
    private static final int CARS_OF_A_CLASS = 40;

    /** A hundredth of them is one of each class. */
    private static final int CLOTHES = 1000;

    private static final int CLASSES_OF_CLOTHES = 10;
    private static final int SIDE_OF_CLOTHES = 28;
    private static final int CIFAR_RECORD = 1 + 3 * 32 * 32;

    private final Path root;
    private final RandomStream random = SplittableSeed.of(1).stream();

    private ReadersFolder(Path root) {
        this.root = root;
    }

    /** Writes images, weights and data sets. */
    static void fill(Path root) throws IOException {
        ReadersFolder folder = new ReadersFolder(root);
        folder.photos();
        folder.weights();
        folder.cars();
        folder.clothes();
        folder.cifar();
    }

    private void photos() throws IOException {
        ImageDataset images = EmbeddedSet.train();
        List<String> classes = List.of("cat", "dog");
        for (int label = 0; label < classes.size(); label++) {
            int wanted = label;
            int[] ofClass = IntStream.range(0, images.size())
                    .filter(i -> images.label(i) == wanted)
                    .toArray();
            for (int i = 0; i < PHOTOS_OF_A_CLASS; i++) {
                write("photos/" + classes.get(label) + "/" + (i + 1) + ".png", Png.encode(images.read(ofClass[i])));
            }
        }
        for (String name : List.of("cat.jpg", "a.jpg", "b.jpg")) {
            write(name, noise());
        }
    }

    private void weights() throws IOException {
        for (String name : List.of("vit.pth", "dino.pth", "dino_deitsmall16_pretrain.pth")) {
            PublishedCheckpoint.write(root.resolve(name), false);
        }
        PublishedCheckpoint.write(root.resolve("mae_pretrain_vit_base.pth"), true);
    }

    private void cars() throws IOException {
        for (String name : List.of("Ram C-V Cargo Van Minivan 2012", "AM General Hummer SUV 2000")) {
            for (int i = 0; i < CARS_OF_A_CLASS; i++) {
                write("data/cars/train/" + name + "/" + i + ".jpg", noise());
            }
            write("data/cars/test/" + name + "/0.jpg", noise());
        }
    }

    private void clothes() throws IOException {
        for (String part : List.of("train", "t10k")) {
            int pixels = CLOTHES * SIDE_OF_CLOTHES * SIDE_OF_CLOTHES;
            ByteBuffer images = ByteBuffer.allocate(16 + pixels).putInt(0x803).putInt(CLOTHES);
            images.putInt(SIDE_OF_CLOTHES).putInt(SIDE_OF_CLOTHES).put(bytes(pixels));
            ByteBuffer labels = ByteBuffer.allocate(8 + CLOTHES).putInt(0x801).putInt(CLOTHES);
            for (int i = 0; i < CLOTHES; i++) {
                labels.put((byte) (i % CLASSES_OF_CLOTHES));
            }
            write("data/fashion/" + part + "-images-idx3-ubyte", images.array());
            write("data/fashion/" + part + "-labels-idx1-ubyte", labels.array());
        }
    }

    private void cifar() throws IOException {
        String folder = "data/cifar-10-batches-bin/";
        for (String name :
                List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch")) {
            byte[] records = bytes(4 * CIFAR_RECORD);
            for (int i = 0; i < records.length; i += CIFAR_RECORD) {
                records[i] = 0;
            }
            write(folder + name + ".bin", records);
        }
        write(folder + "batches.meta.txt", "airplane\n".getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] noise() {
        return Png.encode(new Image(24, 24, bytes(24 * 24 * 3)));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
