package io.splitmask.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.cli.report.Png;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.data.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users get whose images are missing, wrong or damaged: one line that says what to do, and an exit code. */
class WrongDataTest {
    private static final String PRETRAIN = "pretrain --out ROOT/run --data ";
    private static final String FINETUNE = "finetune --out ROOT/run --data ";
    private static final String TINY =
            " --engine reference --model vit_micro --image 16 --patch 8 --vocab 8 --batch 2 --updates 1";

    /** Puts something wrong into a folder. */
    private interface Maker {
        void fill(Path folder) throws IOException;
    }

    private static Arguments wrong(String what, String command, int code, String message, Maker maker) {
        return argumentSet(what, command, code, message, maker);
    }

    static Stream<Arguments> damaged() {
        return Stream.of(
                wrong(
                        "a broken image",
                        "bench data --image 16 --data DATA",
                        ExitCode.FAILED,
                        "DATA/2.png: cut short: expected at least ",
                        WrongDataTest::brokenImage),
                wrong(
                        "more broken images than can be left out",
                        PRETRAIN + "DATA" + TINY,
                        ExitCode.FAILED,
                        "batch 0 of epoch 0: 1 of 2 images are unreadable; expected at most 10.0 %; first: DATA/2.png: cut short: ",
                        WrongDataTest::brokenImage),
                wrong(
                        "an empty folder",
                        PRETRAIN + "DATA",
                        ExitCode.FAILED,
                        "no images in DATA: expected files that end in .jpg, .jpeg, .png, .bmp, .webp",
                        folder -> {}),
                wrong(
                        "a link that leads back to itself",
                        PRETRAIN + "DATA",
                        ExitCode.FAILED,
                        "DATA/cat/all: expected a link that leads elsewhere, got one to DATA, which leads back to it;"
                                + " remove it",
                        folder -> {
                            images(folder, "cat/1.png");
                            Files.createSymbolicLink(folder.resolve("cat/all"), folder);
                        }),
                wrong(
                        "one class only",
                        FINETUNE + "DATA",
                        ExitCode.FAILED,
                        "DATA: expected two classes or more, each a folder with images, got only [cat]",
                        folder -> images(folder, "cat/1.png", "cat/2.png")),
                wrong(
                        "too few images to hold one out",
                        FINETUNE + "DATA",
                        ExitCode.FAILED,
                        "DATA: expected a test/ folder, or at least 5 images of a class so that one can be held out,"
                                + " got no test images",
                        folder -> images(folder, "cat/1.png", "dog/2.png")),
                wrong(
                        "a label file that names a missing image",
                        FINETUNE + "food101:DATA",
                        ExitCode.FAILED,
                        "DATA/meta/train.txt line 2 names 'images/pie/404.jpg', which is missing in DATA (1 of 2 are)",
                        folder -> {
                            images(folder, "images/pie/1.jpg");
                            text(folder, "meta/classes.txt", "pie\nsoup\n");
                            text(folder, "meta/train.txt", "pie/1\npie/404\n");
                        }),
                wrong(
                        "a COCO JSON with a dangling id",
                        FINETUNE + "inaturalist2018:DATA",
                        ExitCode.FAILED,
                        "DATA/train2018.json: annotation 7 names image 2, which is not in 'images' (1 of 1 annotations"
                                + " dangle)",
                        folder -> {
                            images(folder, "train_val2018/a/b/1.jpg");
                            text(
                                    folder,
                                    "train2018.json",
                                    "{\"images\": [{\"id\": 1, \"file_name\": \"train_val2018/a/b/1.jpg\"}],"
                                            + " \"categories\": [{\"id\": 0, \"name\": \"a\"}], \"annotations\":"
                                            + " [{\"id\": 7, \"image_id\": 2, \"category_id\": 0}]}");
                        }),
                wrong(
                        "an IDX file cut short",
                        PRETRAIN + "mnist:DATA",
                        ExitCode.FAILED,
                        "DATA/train-images-idx3-ubyte: cut short: expected 8 values for sizes [2, 2, 2], got 3",
                        folder -> {
                            write(folder, "train-images-idx3-ubyte", idx(3, 2, 2, 2, 3));
                            write(folder, "train-labels-idx1-ubyte", idx(1, 2, 2));
                        }));
    }

    static Stream<Arguments> misunderstood() {
        return Stream.of(
                wrong(
                        "an unknown data set",
                        PRETRAIN + "cifar:DATA",
                        ExitCode.USAGE,
                        "Invalid value for option '--data': unknown data set 'cifar'; known: imagefolder, webdataset,"
                                + " imagenet, inaturalist2018, inaturalist2019, cars, food101, clipart, painting,"
                                + " sketch, ade20k, coco, mnist, fashion-mnist, cifar10, cifar100, embedded",
                        folder -> {}),
                wrong(
                        "a missing folder",
                        PRETRAIN + "cifar10:DATA/x",
                        ExitCode.USAGE,
                        "Invalid value for option '--data': no such folder or archive: DATA/x (or type 'embedded')",
                        folder -> {}),
                wrong(
                        "a layout with parts missing",
                        FINETUNE + "cifar10:DATA",
                        ExitCode.FAILED,
                        "CIFAR-10, binary version in DATA: missing batches.meta.txt; expected data_batch_1.bin to"
                                + " data_batch_5.bin, test_batch.bin and batches.meta.txt (by Krizhevsky, University of"
                                + " Toronto; no licence stated, to be cited)",
                        folder -> {}),
                wrong(
                        "a file that is no archive",
                        PRETRAIN + "DATA/notes.txt",
                        ExitCode.FAILED,
                        "expected a folder, a .zip or a .tar, got the file DATA/notes.txt",
                        folder -> text(folder, "notes.txt", "x")),
                wrong(
                        "a share above one",
                        PRETRAIN + "DATA --subset 200%",
                        ExitCode.USAGE,
                        "--subset: ",
                        folder -> images(folder, "1.png")),
                wrong(
                        "a share of less than an image of each class",
                        FINETUNE + "DATA --subset 1%",
                        ExitCode.FAILED,
                        "subset: expected a share of at least one image for each of 2 classes, got 0.01 of 8 images",
                        folder -> {
                            for (int i = 0; i < 5; i++) {
                                images(folder, "cat/" + i + ".png", "dog/" + i + ".png");
                            }
                        }),
                wrong(
                        "a list that is not there",
                        PRETRAIN + "DATA --subset DATA/list.txt",
                        ExitCode.FAILED,
                        "DATA/list.txt: no such file",
                        folder -> images(folder, "1.png")),
                wrong(
                        "a list that names a missing image",
                        PRETRAIN + "DATA --subset DATA/list.txt",
                        ExitCode.FAILED,
                        "DATA/list.txt line 2: there is no training image '9.png' among 1 such as DATA/1.png",
                        folder -> {
                            images(folder, "1.png");
                            text(folder, "list.txt", "1.png\n9.png\n");
                        }),
                wrong(
                        "views that need an even size",
                        "bench data --image 15",
                        ExitCode.USAGE,
                        "--image: image size: expected an even number for the half view, got 15",
                        folder -> {}));
    }

    @ParameterizedTest
    @MethodSource({"damaged", "misunderstood"})
    void wrongDataIsOneLineAndACode(String command, int code, String message, Maker maker, @TempDir Path root)
            throws IOException {
        Path data = Files.createDirectory(root.resolve("data"));
        maker.fill(data);
        String[] args = inPlace(command, root).split(" ");
        CommandRun run = CommandRun.of(List.of(), args);
        String name = args[0].equals("bench") ? "splitmask bench data: " : "splitmask " + args[0] + ": ";
        assertThat(run.err()).startsWith(name + inPlace(message, root));
        assertThat(run.err().lines().filter(line -> !line.startsWith("'splitmask ")))
                .hasSize(1);
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }

    private static String inPlace(String text, Path root) {
        return text.replace("DATA", root + "/data").replace("ROOT", root.toString());
    }

    private static void images(Path folder, String... names) throws IOException {
        for (String name : names) {
            write(folder, name, Png.encode(new Image(8, 8, new byte[8 * 8 * 3])));
        }
    }

    private static void brokenImage(Path folder) throws IOException {
        images(folder, "1.png", "2.png");
        byte[] whole = Files.readAllBytes(folder.resolve("2.png"));
        write(folder, "2.png", Arrays.copyOf(whole, whole.length - 9));
    }

    private static void text(Path folder, String name, String text) throws IOException {
        write(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path folder, String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    /** Returns a file with a header of axes; the last number is that of values. */
    private static byte[] idx(int numAxes, int... sizesAndValues) {
        ByteBuffer file = ByteBuffer.allocate(4 * (numAxes + 1) + sizesAndValues[numAxes]);
        file.putInt(0x800 + numAxes);
        for (int axis = 0; axis < numAxes; axis++) {
            file.putInt(sizesAndValues[axis]);
        }
        return file.array();
    }
}
