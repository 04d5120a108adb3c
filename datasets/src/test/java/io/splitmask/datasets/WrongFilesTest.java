package io.splitmask.datasets;

import static io.splitmask.datasets.WrongInput.cut;
import static io.splitmask.datasets.WrongInput.isSaid;
import static io.splitmask.datasets.WrongInput.wrong;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.WrongInput.Maker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user sees who gets a folder or a binary file wrong: one line. */
class WrongFilesTest {
    private final Path root;

    WrongFilesTest(@TempDir Path root) {
        this.root = root;
    }

    static Stream<Arguments> folders() {
        return Stream.of(
                wrong("missing folder", "ROOT/gone", "no such folder: ROOT/gone", f -> {}),
                wrong(
                        "empty folder",
                        "ROOT",
                        "no images in ROOT: expected files that end in .jpg, .jpeg, .png, .bmp, .webp",
                        f -> {}),
                wrong(
                        "one class only",
                        "ROOT",
                        "ROOT: expected two classes or more, each a folder with images, got only [cat]",
                        f -> Fixtures.image(f, "cat/1.png", "cat/2.png")),
                wrong(
                        "no classes",
                        "ROOT",
                        "ROOT: expected two classes or more, each a folder with images, got images without labels",
                        f -> Fixtures.image(f, "1.png", "2.png")),
                wrong(
                        "nothing to test on",
                        "ROOT",
                        "ROOT: expected a test/ folder, or at least 5 images of a class so that one can be held out, got"
                                + " no test images",
                        f -> Fixtures.image(f, "cat/1.png", "dog/2.png")),
                wrong(
                        "test class that is not trained",
                        "ROOT",
                        "classes in ROOT/test: expected some of [cat, dog], got [emu]",
                        f -> Fixtures.image(f, "train/cat/1.png", "train/dog/1.png", "test/emu/2.png")),
                wrong(
                        "test folder of another name",
                        "ROOT",
                        "ROOT/train has a folder for each class, but nothing beside it to test on: expected one of [test,"
                                + " val, valid, validation] with the same classes; without one take ROOT/train itself,"
                                + " of which some images are then held out",
                        f -> Fixtures.image(f, "train/cat/1.png", "train/dog/deep/2.png", "dev/cat/3.png")),
                wrong(
                        "folder that is a link to itself",
                        "ROOT/loop",
                        "no such folder: ROOT/loop",
                        f -> Files.createSymbolicLink(f.resolve("loop"), f.resolve("loop"))),
                wrong(
                        "other file",
                        "ROOT/a.txt",
                        "expected a folder, a .zip or a .tar, got the file ROOT/a.txt",
                        f -> Fixtures.text(f, "a.txt", "x")),
                wrong(
                        "zip that leaves its folder",
                        "ROOT/a.zip",
                        "ROOT/a.zip: expected a path that stays below its folder, got '../cat/1.png'",
                        f -> TestArchives.zip(f.resolve("a.zip"), Map.of("../cat/1.png", new byte[9]))),
                wrong(
                        "imagenet without validation",
                        "imagenet:ROOT",
                        "ImageNet-1k (ILSVRC 2012) in ROOT: missing val; expected train/<wnid>/*.JPEG and"
                                + " val/<wnid>/*.JPEG, the validation images sorted into class folders (from"
                                + " image-net.org after registration; for non-commercial research)",
                        f -> Fixtures.image(f, "train/n01440764/1.JPEG", "train/n01443537/2.JPEG")));
    }

    static Stream<Arguments> binaries() {
        return Stream.of(
                wrong(
                        "MNIST without labels",
                        "mnist:ROOT",
                        "MNIST in ROOT: missing train-labels-idx1-ubyte[.gz]; expected"
                                + " train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte,"
                                + " t10k-labels-idx1-ubyte, each plain or .gz (by LeCun, Cortes and Burges; CC BY-SA 3.0)",
                        f -> {
                            Fixtures.mnist(f, false);
                            Files.delete(f.resolve("train-labels-idx1-ubyte"));
                        }),
                wrong(
                        "IDX cut short",
                        "mnist:ROOT",
                        "ROOT/train-images-idx3-ubyte: cut short: expected 24 values for" + " sizes [4, 2, 3], got 14",
                        f -> {
                            Fixtures.mnist(f, false);
                            cut(f, "train-images-idx3-ubyte", 30);
                        }),
                wrong(
                        "IDX cut in its header",
                        "mnist:ROOT",
                        "ROOT/train-images-idx3-ubyte: cut short: expected a header" + " of 16 bytes, got 7",
                        f -> {
                            Fixtures.mnist(f, false);
                            cut(f, "train-images-idx3-ubyte", 7);
                        }),
                wrong("IDX in a gzip cut short", "mnist:ROOT", "ROOT/train-images-idx3-ubyte.gz: cut short", f -> {
                    Fixtures.mnist(f, true);
                    cut(f, "train-images-idx3-ubyte.gz", 40);
                }),
                wrong("IDX in no gzip", "mnist:ROOT", "ROOT/train-images-idx3-ubyte.gz: Not in GZIP format", f -> {
                    Fixtures.mnist(f, true);
                    Fixtures.write(f, "train-images-idx3-ubyte.gz", Fixtures.idxImages(4, 2, 3));
                }),
                wrong(
                        "IDX with a wrong magic number",
                        "mnist:ROOT",
                        "ROOT/train-images-idx3-ubyte: expected the magic"
                                + " number 00000803 of IDX bytes with 3 axes, got 00000801",
                        f -> {
                            Fixtures.mnist(f, false);
                            Fixtures.write(f, "train-images-idx3-ubyte", Fixtures.idxLabels(1, 2, 3, 4, 5, 6, 7, 8));
                        }),
                wrong(
                        "IDX that is too long",
                        "mnist:ROOT",
                        "ROOT/train-images-idx3-ubyte: expected 24 values for sizes" + " [4, 2, 3], got more",
                        f -> {
                            Fixtures.mnist(f, false);
                            cut(f, "train-images-idx3-ubyte", 41);
                        }),
                wrong(
                        "IDX of absurd size",
                        "mnist:ROOT",
                        "ROOT/train-images-idx3-ubyte: expected sizes that make 1 to"
                                + " 1073741824 values, got [1000000, 60000]",
                        f -> {
                            Fixtures.mnist(f, false);
                            Fixtures.write(
                                    f,
                                    "train-images-idx3-ubyte",
                                    ByteBuffer.allocate(20)
                                            .putInt(0x803)
                                            .putInt(1_000_000)
                                            .putInt(60_000)
                                            .array());
                        }),
                wrong(
                        "fewer labels than images",
                        "mnist:ROOT",
                        "ROOT/train-labels-idx1-ubyte: expected a label for each" + " of the 4 images, got 3",
                        f -> {
                            Fixtures.mnist(f, false);
                            Fixtures.write(f, "train-labels-idx1-ubyte", Fixtures.idxLabels(1, 2, 3));
                        }),
                wrong(
                        "label out of range",
                        "mnist:ROOT",
                        "ROOT/train-labels-idx1-ubyte: expected labels below 10, got 10" + " for image 2",
                        f -> {
                            Fixtures.mnist(f, false);
                            Fixtures.write(f, "train-labels-idx1-ubyte", Fixtures.idxLabels(1, 2, 10, 3));
                        }),
                wrong(
                        "CIFAR file of a wrong size",
                        "cifar10:ROOT",
                        "ROOT/data_batch_3.bin: expected a multiple of 3073" + " bytes, got 6145; cut short?",
                        f -> {
                            Fixtures.cifar10(f);
                            cut(f, "data_batch_3.bin", 6145);
                        }),
                wrong(
                        "CIFAR label out of range",
                        "cifar10:ROOT",
                        "ROOT/data_batch_2.bin: expected labels below 2, got 9" + " for image 0",
                        f -> {
                            Fixtures.cifar10(f);
                            Fixtures.write(f, "data_batch_2.bin", Fixtures.cifarRecords(1, 1, 9));
                        }),
                wrong(
                        "CIFAR batch missing",
                        "cifar10:ROOT",
                        "CIFAR-10, binary version in ROOT: missing data_batch_4.bin;"
                                + " expected data_batch_1.bin to data_batch_5.bin, test_batch.bin and batches.meta.txt (by"
                                + " Krizhevsky, University of Toronto; no licence stated, to be cited)",
                        f -> {
                            Fixtures.cifar10(f);
                            Files.delete(f.resolve("data_batch_4.bin"));
                        }));
    }

    @ParameterizedTest
    @MethodSource({"folders", "binaries"})
    void isSaidInOneLine(String source, String message, Maker maker) throws IOException {
        maker.fill(root);
        isSaid(source, message, root);
    }

    static Stream<Arguments> images() {
        return Stream.of(
                wrong(
                        "broken image",
                        "cat/1.png",
                        "ROOT/cat/1.png: expected a JPEG, PNG, BMP or WebP file, got other" + " content",
                        f -> Fixtures.text(f, "cat/1.png", "no picture")),
                wrong("image cut short", "cat/1.png", "ROOT/cat/1.png: cut short: expected at least", f -> {
                    Fixtures.image(f, "cat/1.png");
                    cut(f, "cat/1.png", 60);
                }),
                wrong(
                        "image that vanished",
                        "cat/1.png",
                        "ROOT/cat/1.png: no such file",
                        f -> Files.createSymbolicLink(f.resolve("cat/1.png"), f.resolve("gone.png"))));
    }

    @ParameterizedTest
    @MethodSource("images")
    void wrongImageIsSaidWhenItIsRead(String name, String message, Maker maker) throws IOException {
        Files.createDirectories(root.resolve("cat"));
        maker.fill(root);
        ImageDataset dataset = ImageFolder.open(root);
        assertThatThrownBy(() -> dataset.read(0))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(message.replace("ROOT", root.toString()));
    }
}
