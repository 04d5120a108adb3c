package io.splitmask.datasets;

import static io.splitmask.datasets.WrongInput.cut;
import static io.splitmask.datasets.WrongInput.isSaid;
import static io.splitmask.datasets.WrongInput.replace;
import static io.splitmask.datasets.WrongInput.wrong;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.datasets.WrongInput.Maker;
import io.splitmask.datasets.files.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user sees whose list or JSON file is wrong: one line. */
class WrongListsTest {
    private final Path root;

    WrongListsTest(@TempDir Path root) {
        this.root = root;
    }

    static Stream<Arguments> lists() {
        return Stream.of(
                wrong(
                        "food without lists",
                        "food101:ROOT",
                        "Food-101 in ROOT: missing meta/classes.txt, meta/train.txt; expected images/<class>/<id>.jpg,"
                                + " meta/classes.txt, meta/train.txt and meta/test.txt (from the Computer Vision Lab of"
                                + " ETH Zurich; for scientific fair use)",
                        f -> Fixtures.image(f, "images/apple_pie/1.jpg")),
                wrong(
                        "list that names a missing image",
                        "food101:ROOT",
                        "ROOT/meta/train.txt line 3 names 'images/waffles/404.jpg', which is missing in ROOT (2 of 5"
                                + " are)",
                        f -> {
                            Fixtures.food101(f);
                            Fixtures.text(
                                    f,
                                    "meta/train.txt",
                                    "apple_pie/17",
                                    "",
                                    "waffles/404",
                                    "waffles/4",
                                    "apple_pie/405",
                                    "apple_pie/18");
                        }),
                wrong("list without lines", "food101:ROOT", "ROOT/meta/train.txt line 2: expected lines of text", f -> {
                    Fixtures.food101(f);
                    Fixtures.text(f, "meta/train.txt", "apple_pie/17", "x".repeat(20_000));
                }),
                wrong(
                        "list with an unknown class",
                        "food101:ROOT",
                        "ROOT/meta/train.txt line 1: expected class/id with a class of meta/classes.txt, got 'sushi/1'",
                        f -> {
                            Fixtures.food101(f);
                            Fixtures.text(f, "meta/train.txt", "sushi/1");
                        }),
                wrong(
                        "list that leaves its folder",
                        "clipart:ROOT",
                        "ROOT/clipart_train.txt line 1: expected a path that stays below its folder, got"
                                + " '../airplane/x.jpg'",
                        f -> {
                            Fixtures.clipart(f);
                            Fixtures.text(f, "clipart_train.txt", "../airplane/x.jpg 1");
                        }),
                wrong(
                        "list without label",
                        "clipart:ROOT",
                        "ROOT/clipart_train.txt line 1: expected domain/class/file"
                                + " and a label, got 'clipart/airplane/x.jpg'",
                        f -> {
                            Fixtures.clipart(f);
                            Fixtures.text(f, "clipart_train.txt", "clipart/airplane/x.jpg");
                        }),
                wrong(
                        "list with a wrong label",
                        "clipart:ROOT",
                        "ROOT/clipart_train.txt line 1: expected a label as a" + " whole number, got 'one'",
                        f -> {
                            Fixtures.clipart(f);
                            Fixtures.text(f, "clipart_train.txt", "clipart/airplane/x.jpg one");
                        }),
                wrong(
                        "two classes with one label",
                        "clipart:ROOT",
                        "ROOT/clipart_test.txt line 1: expected one class"
                                + " for label 0, got aircraft_carrier and airplane",
                        f -> {
                            Fixtures.clipart(f);
                            Fixtures.text(f, "clipart_test.txt", "clipart/airplane/clipart_002_000002.jpg 0");
                        }),
                wrong(
                        "list that is no text",
                        "food101:ROOT",
                        "ROOT/meta/classes.txt: expected text in UTF-8, got other" + " content",
                        f -> {
                            Fixtures.food101(f);
                            Fixtures.write(f, "meta/classes.txt", new byte[] {(byte) 0xFF, (byte) 0xFE, 'a', '\n'});
                        }),
                wrong("empty list", "food101:ROOT", "ROOT/meta/classes.txt: expected a list, got an empty file", f -> {
                    Fixtures.food101(f);
                    Fixtures.write(f, "meta/classes.txt", new byte[0]);
                }),
                wrong(
                        "cars list with too few columns",
                        "cars:ROOT",
                        "ROOT/anno_train.csv line 1: expected file, x1, y1," + " x2, y2, class, got '00001.jpg,?2'",
                        f -> {
                            Fixtures.carsWithLists(f);
                            Fixtures.text(f, "anno_train.csv", "00001.jpg,\r2"); // which breaks a line
                        }),
                wrong(
                        "cars list with class 0",
                        "cars:ROOT",
                        "ROOT/anno_train.csv line 1: expected classes of 1..2, got" + " 0",
                        f -> {
                            Fixtures.carsWithLists(f);
                            Fixtures.text(f, "anno_train.csv", "00001.jpg,1,2,3,4,0");
                        }),
                wrong(
                        "cars without labels of the test images",
                        "cars:ROOT",
                        "Stanford Cars in ROOT: missing"
                                + " cars_test_annos_withlabels.mat; expected cars_train/, cars_test/, devkit/ and"
                                + " cars_test_annos_withlabels.mat; or car_data/ with anno_train.csv, anno_test.csv and"
                                + " names.csv; or train/ and test/ with 196 folders (by Krause and others 2013, Stanford AI Lab;"
                                + " for non-commercial research)",
                        f -> {
                            Fixtures.carsWithKit(f);
                            Files.delete(f.resolve("cars_test_annos_withlabels.mat"));
                        }),
                wrong(
                        "MATLAB file with other content",
                        "cars:ROOT",
                        "ROOT/devkit/cars_meta.mat: damaged, or not a MATLAB"
                                + " file of version 5 with what is expected: ",
                        f -> {
                            Fixtures.carsWithKit(f);
                            Fixtures.write(f, "devkit/cars_meta.mat", new byte[200]);
                        }),
                wrong(
                        "MATLAB file cut short",
                        "cars:ROOT",
                        "ROOT/devkit/cars_train_annos.mat: damaged, or not a MATLAB"
                                + " file of version 5 with what is expected: ",
                        f -> {
                            Fixtures.carsWithKit(f);
                            cut(f, "devkit/cars_train_annos.mat", 180);
                        }));
    }

    static Stream<Arguments> json() {
        return Stream.of(
                wrong(
                        "JSON with a dangling image",
                        "inaturalist2018:ROOT",
                        "ROOT/train2018.json: annotation 0 names image"
                                + " 8, which is not in 'images' (1 of 2 annotations dangle)",
                        f -> {
                            Fixtures.inaturalist2018(f);
                            replace(f, "train2018.json", "\"image_id\": 7", "\"image_id\": 8");
                        }),
                wrong(
                        "JSON with a dangling category",
                        "inaturalist2018:ROOT",
                        "ROOT/train2018.json: annotation 1 names"
                                + " category 5, which is not in 'categories' (1 of 2 annotations dangle)",
                        f -> {
                            Fixtures.inaturalist2018(f);
                            replace(
                                    f,
                                    "train2018.json",
                                    "\"image_id\": 9, \"category_id\": 0",
                                    "\"image_id\": 9, \"category_id\": 5");
                        }),
                wrong(
                        "JSON that names a missing image",
                        "inaturalist2018:ROOT",
                        "ROOT/train2018.json image 9 names"
                                + " 'train_val2018/Aves/0/a.jpg', which is missing in ROOT (1 of 2 are)",
                        f -> {
                            Fixtures.inaturalist2018(f);
                            Files.delete(f.resolve("train_val2018/Aves/0/a.jpg"));
                        }),
                wrong(
                        "JSON that leaves the folder",
                        "inaturalist2018:ROOT",
                        "ROOT/train2018.json image 9: expected a path"
                                + " that stays below its folder, got '/etc/passwd'",
                        f -> {
                            Fixtures.inaturalist2018(f);
                            replace(f, "train2018.json", "train_val2018/Aves/0/a.jpg", "/etc/passwd");
                        }),
                wrong("JSON cut short", "inaturalist2018:ROOT", "ROOT/train2018.json line 3 column 12: ", f -> {
                    Fixtures.inaturalist2018(f);
                    Path file = f.resolve("train2018.json");
                    String whole = Files.readString(file);
                    Files.writeString(file, whole.substring(0, whole.indexOf("\"images\"") + 11));
                }),
                wrong(
                        "JSON of another form",
                        "inaturalist2018:ROOT",
                        "ROOT/train2018.json line 1 column 2: expected an" + " object, got START_ARRAY",
                        f -> {
                            Fixtures.inaturalist2018(f);
                            Fixtures.text(f, "train2018.json", "[1, 2]");
                        }),
                wrong(
                        "JSON with an id that is no number",
                        "inaturalist2018:ROOT",
                        "ROOT/train2018.json line 3 column 20:" + " expected a whole number as id, got VALUE_STRING",
                        f -> {
                            Fixtures.inaturalist2018(f);
                            replace(f, "train2018.json", "{\"id\": 9", "{\"id\": \"9\"");
                        }),
                wrong(
                        "JSON with an id twice",
                        "inaturalist2018:ROOT",
                        "ROOT/train2018.json line 4 column 80: expected ids" + " of images to differ, got 9 twice",
                        f -> {
                            Fixtures.inaturalist2018(f);
                            replace(f, "train2018.json", "{\"id\": 7", "{\"id\": 9");
                        }),
                wrong(
                        "categories with a gap",
                        "inaturalist2018:ROOT",
                        "ROOT/train2018.json: expected categories 0, 1, 2," + " ... without gaps, got 3 from 0 to 9",
                        f -> {
                            Fixtures.inaturalist2018(f);
                            replace(f, "train2018.json", "{\"id\": 0, \"name\"", "{\"id\": 9}, {\"id\": 0, \"name\"");
                        }),
                wrong(
                        "names of other categories",
                        "inaturalist2018:ROOT",
                        "ROOT/categories.json: expected the 2" + " categories of train2018.json, got 1 others",
                        f -> {
                            Fixtures.inaturalist2018(f);
                            Fixtures.text(f, "categories.json", "[{\"id\": 0, \"name\": \"x\"}]");
                        }));
    }

    @ParameterizedTest
    @MethodSource({"lists", "json"})
    void isSaidInOneLine(String source, String message, Maker maker) throws IOException {
        maker.fill(root);
        isSaid(source, message, root);
    }

    static Stream<Arguments> subsets() {
        return Stream.of(
                wrong(
                        "list of a missing image",
                        "cat/1.png\ncat/404.png",
                        "ROOT/list.txt line 2: there is no training"
                                + " image 'cat/404.png' among 4 such as ROOT/train/cat/1.png",
                        f -> {}),
                wrong(
                        "list with a name twice",
                        "cat/1.png\n\ncat/1.png",
                        "ROOT/list.txt line 3: expected names to differ," + " got 'cat/1.png' twice",
                        f -> {}),
                wrong(
                        "list with an ambiguous name",
                        "1.png",
                        "ROOT/list.txt line 1: '1.png' may be ROOT/train/cat/1.png"
                                + " or ROOT/train/dog/1.png; expected more of its folders",
                        f -> {}),
                wrong("empty list", "\n", "ROOT/list.txt: expected a list, got an empty file", f -> {}));
    }

    @ParameterizedTest
    @MethodSource("subsets")
    void wrongListOfASubsetIsSaidInOneLine(String list, String message, Maker none) throws IOException {
        Fixtures.image(root, "train/cat/1.png", "train/cat/2.png", "train/dog/1.png", "train/dog/3.png");
        Fixtures.image(root, "test/cat/9.png");
        Fixtures.text(root, "list.txt", list);
        DataSetOptions options = DataSetOptions.DEFAULT.withSubset(new ListedSubset(root.resolve("list.txt")));
        assertThatThrownBy(() -> DataSets.open(DataSetSource.of(root.toString()), Split.TRAIN, options))
                .isInstanceOf(IOException.class)
                .hasMessage(message.replace("ROOT", root.toString()));
    }

    static Stream<Arguments> annotations() {
        return Stream.of(
                wrong(
                        "COCO with a dangling id",
                        "\"image_id\": 9, \"category_id\": 1,",
                        "ROOT: annotation 2 names image" + " 10, which is not in 'images' (1 of 2 annotations dangle)",
                        f -> replace(
                                f,
                                "a.json",
                                "\"image_id\": 9, \"category_id\": 1,",
                                "\"image_id\": 10, \"category_id\": 1,")),
                wrong(
                        "box of three numbers",
                        "",
                        "ROOT line 4 column 64: expected 4 numbers as bbox, got 3",
                        f -> replace(f, "a.json", "[1, 2.5, 3, 1]", "[1, 2.5, 3]")),
                wrong(
                        "polygon of odd length",
                        "",
                        "ROOT line 5 column 48: expected pairs of numbers in a polygon, got 5" + " numbers",
                        f -> replace(f, "a.json", "5, 6.5]", "5]")),
                wrong(
                        "runs of another size",
                        "",
                        "ROOT line 7 column 70: expected runs over 5 x 6 pixels, got 31",
                        f -> replace(f, "a.json", "[0, 2, 28]", "[0, 2, 29]")),
                wrong(
                        "runs of negative length",
                        "",
                        "ROOT line 7 column 71: expected whole numbers of at least 0 as counts, got -2.0",
                        f -> replace(f, "a.json", "[0, 2, 28]", "[-2, 4, 28]")),
                wrong(
                        "runs over parts of pixels",
                        "",
                        "ROOT line 7 column 73: expected whole numbers of pixels as size of runs, got 2.5",
                        f -> replace(f, "a.json", "[5, 6]", "[2.5, 12]")),
                wrong(
                        "runs over more pixels than an image may have",
                        "",
                        "ROOT line 7 column 72: expected whole numbers of pixels as size of runs, got 3.0E9",
                        f -> replace(f, "a.json", "[5, 6]", "[3e9, 6]")),
                wrong(
                        "image wider than an image may be",
                        "",
                        "ROOT line 1 column 76: expected 0 to 2147483647 pixels as width, got 4294967302",
                        f -> replace(f, "a.json", "25.jpg\", \"width\": 6", "25.jpg\", \"width\": 4294967302")),
                wrong(
                        "JSON with a text as number",
                        "",
                        "ROOT line 4 column 78: expected a number as area, got" + " VALUE_STRING",
                        f -> replace(f, "a.json", "\"area\": 2.75", "\"area\": \"x\"")));
    }

    @ParameterizedTest
    @MethodSource("annotations")
    void wrongAnnotationIsSaidInOneLine(String unused, String message, Maker change) throws IOException {
        Fixtures.coco(root.resolve("coco"));
        Path json = root.resolve("a.json");
        Files.copy(root.resolve("coco/annotations/instances_train2017.json"), json);
        change.fill(root);
        assertThatThrownBy(() -> CocoInstances.read(json))
                .isInstanceOf(IOException.class)
                .hasMessage(message.replace("ROOT", json.toString()));
    }

    @Test
    void damagedListInAnArchiveIsNamed() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("readme", new byte[1]);
        files.put("list.txt", "cat/1.png".getBytes(StandardCharsets.US_ASCII));
        Path zip = TestArchives.zip(root.resolve("a.zip"), files);
        byte[] bytes = Files.readAllBytes(zip);
        int content = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("list.txt") + "list.txt".length();
        bytes[content] = -1; // no block of compressed data begins so
        Files.write(zip, bytes);
        FileTree tree = FileTree.open(zip);
        assertThatThrownBy(() -> TextLine.read(tree, "list.txt"))
                .isInstanceOf(IOException.class)
                .hasMessage(zip + "!list.txt: invalid block type");
    }
}
