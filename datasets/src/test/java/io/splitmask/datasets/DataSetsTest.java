package io.splitmask.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import io.splitmask.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetsTest {
    private final Path root;

    DataSetsTest(@TempDir Path root) {
        this.root = root;
    }

    private interface Maker {
        void fill(Path root) throws IOException;
    }

    private static Arguments layout(DataSetKind kind, Maker maker) {
        return argumentSet(kind.facts().name(), kind, maker);
    }

    static Stream<Arguments> layouts() {
        return Stream.of(
                layout(DataSetKind.IMAGENET, Fixtures::imagenet),
                layout(DataSetKind.FOOD_101, Fixtures::food101),
                layout(DataSetKind.CLIPART, Fixtures::clipart),
                layout(DataSetKind.INATURALIST_2018, Fixtures::inaturalist2018),
                layout(DataSetKind.STANFORD_CARS, Fixtures::carsWithKit),
                layout(DataSetKind.STANFORD_CARS, Fixtures::carsWithLists),
                layout(DataSetKind.ADE20K, Fixtures::ade20k),
                layout(DataSetKind.COCO, Fixtures::coco),
                layout(DataSetKind.CIFAR_10, Fixtures::cifar10),
                layout(DataSetKind.CIFAR_100, Fixtures::cifar100),
                layout(DataSetKind.IMAGE_FOLDER, folder -> Fixtures.image(folder, "cat/1.png", "dog/2.png")));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void layoutIsRecognisedInFoldersAndInArchives(DataSetKind kind, Maker maker) throws IOException {
        Path folder = root.resolve("folder");
        maker.fill(folder);
        DataSetSource source = DataSetSource.of(folder.toString());
        assertThat(DataSets.kindOf(source)).isEqualTo(kind);
        ImageDataset fromFolder = DataSets.open(source, Split.TRAIN, DataSetOptions.DEFAULT);

        Map<String, byte[]> contents = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                contents.put("top/" + folder.relativize(file), Files.readAllBytes(file));
            }
        }
        for (Path archive : List.of(
                TestArchives.zip(root.resolve("all.zip"), contents),
                TestArchives.tar(root.resolve("all.tar"), contents))) {
            DataSetSource packed = DataSetSource.of(archive.toString());
            assertThat(DataSets.kindOf(packed)).isEqualTo(kind);
            ImageDataset fromArchive = DataSets.open(packed, Split.TRAIN, DataSetOptions.DEFAULT);
            assertThat(fromArchive.size()).isEqualTo(fromFolder.size());
            assertThat(fromArchive.classes()).isEqualTo(fromFolder.classes());
            for (int i = 0; i < fromFolder.size(); i++) {
                assertThat(fromArchive.label(i)).isEqualTo(fromFolder.label(i));
                assertThat(fromArchive.read(i).rgb())
                        .isEqualTo(fromFolder.read(i).rgb());
            }
        }
    }

    @Test
    void layoutOfTwoDataSetsMustBeNamed() throws IOException {
        Fixtures.mnist(root, true);
        assertThatThrownBy(() -> DataSets.kindOf(DataSetSource.of(root.toString())))
                .isInstanceOf(IOException.class)
                .hasMessage(root + " may be MNIST (mnist:" + root + ") or Fashion-MNIST (fashion-mnist:" + root
                        + "); please say which");
    }

    @Test
    void sourcesAreUnderstoodAndWrittenAlike() {
        assertThat(DataSetSource.of("embedded"))
                .isEqualTo(DataSetSource.EMBEDDED)
                .hasToString("embedded");
        assertThat(DataSetSource.of("cifar10:/data/x"))
                .isEqualTo(new DataSetSource(DataSetKind.CIFAR_10, "/data/x"))
                .hasToString("cifar10:/data/x");
        assertThat(DataSetSource.of("photos"))
                .isEqualTo(new DataSetSource(null, "photos"))
                .hasToString("photos");
        assertThat(DataSetSource.of("C:\\photos").kind()).isNull();
        assertThat(DataSetSource.of("./a:b/c").path()).isEqualTo("./a:b/c");
        assertThat(DataSetSource.of("webdataset:/d/train-{000..012}.tar").path())
                .isEqualTo("/d/train-{000..012}.tar");
    }

    @Test
    void wrongSourcesAreNamed() {
        assertThatThrownBy(() -> DataSetSource.of("cifar:/data"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unknown data set 'cifar'; known: imagefolder, webdataset, imagenet, ");
        assertThatThrownBy(() -> DataSetSource.of("coco:")).hasMessage("expected coco:PATH, got coco:");
        assertThatThrownBy(() -> DataSetSource.of("embedded:/x")).hasMessage("expected embedded, got embedded:/x");
        assertThatThrownBy(() -> DataSetSource.of(" ")).hasMessageContaining("got nothing");
    }

    @ParameterizedTest
    @EnumSource
    void everyDataSetSaysWhatItIs(DataSetKind kind) {
        DataSetFacts facts = kind.facts();
        assertThat(DataSetKind.named(facts.name())).contains(kind);
        assertThat(facts.name()).matches("[a-z0-9-]+");
        assertThat(facts.layout()).isNotBlank();
        assertThat(facts.origin()).isNotBlank();
        assertThat(DataSetKind.names()).contains(facts.name());
    }

    @Test
    void undividedFolderHoldsOutEveryFifthOfAClass() throws IOException {
        for (int i = 0; i < 11; i++) {
            Fixtures.image(root, String.format("cat/%02d.png", i), String.format("dog/%02d.png", i));
        }
        LabelledSplits splits = DataSets.openLabelled(DataSetSource.of(root.toString()), DataSetOptions.DEFAULT);
        assertThat(splits.train().size()).isEqualTo(18);
        assertThat(IntStream.range(0, 4).mapToObj(splits.test()::name).map(name -> name.substring(name.length() - 10)))
                .containsExactly("cat/04.png", "cat/09.png", "dog/04.png", "dog/09.png");
        ImageDataset all = DataSets.openUnlabelled(DataSetSource.of(root.toString()), DataSetOptions.DEFAULT);
        assertThat(all.size()).isEqualTo(22);
        assertThat(all.classes()).isEmpty();
        assertThat(IntStream.range(0, 22).map(all::label)).containsOnly(ImageDataset.UNLABELLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"test", "val", "valid", "validation"})
    void dividedFolderIsTakenAsItIs(String test) throws IOException {
        Fixtures.image(root, "train/cat/1.png", "train/dog/2.png", test + "/dog/3.png");
        LabelledSplits splits = DataSets.openLabelled(DataSetSource.of(root.toString()), DataSetOptions.DEFAULT);
        assertThat(splits.train().size()).isEqualTo(2);
        assertThat(splits.test().classes()).containsExactly("cat", "dog");
        assertThat(splits.test().label(0)).isEqualTo(1);
        assertThat(DataSets.openUnlabelled(DataSetSource.of(root.toString()), DataSetOptions.DEFAULT)
                        .size())
                .isEqualTo(2);
    }

    @Test
    void imagesWithoutLabelsBesideThoseForValidationAreNotTestedOn() throws IOException {
        Fixtures.imagenet(root.resolve("imagenet"));
        Fixtures.image(root, "imagenet/test/ILSVRC2012_test_00000001.JPEG");
        Fixtures.image(root, "photos/train/cat/1.png", "photos/train/dog/2.png", "photos/valid/dog/3.png");
        Fixtures.image(root, "photos/test/4.png", "photos/val/unsorted/5.png");
        assertThat(testImage(root.resolve("imagenet"))).endsWith("val/n01443537/ILSVRC2012_val_00000236.JPEG");
        assertThat(testImage(root.resolve("photos"))).endsWith("photos/valid/dog/3.png");
    }

    @Test
    void imagenetIsTestedOnItsValidationImages() throws IOException {
        Fixtures.imagenet(root);
        Fixtures.image(root, "test/n01443537/1.JPEG");
        assertThat(testImage(root)).endsWith("val/n01443537/ILSVRC2012_val_00000236.JPEG");
    }

    private static String testImage(Path folder) throws IOException {
        ImageDataset test = DataSets.openLabelled(DataSetSource.of(folder.toString()), DataSetOptions.DEFAULT)
                .test();
        assertThat(test.size()).isEqualTo(1);
        return test.name(0);
    }

    @Test
    void aClassMayBeCalledTrain() throws IOException {
        Fixtures.image(root, "car/1.png", "ship/2.png", "train/3.png");
        DataSetSource source = DataSetSource.of(root.toString());
        assertThat(DataSets.open(source, Split.TRAIN, DataSetOptions.DEFAULT).classes())
                .containsExactly("car", "ship", "train");
        assertThat(DataSets.openUnlabelled(source, DataSetOptions.DEFAULT).size())
                .isEqualTo(3);
        Fixtures.image(root, "train/steam/4.png");
        assertThat(DataSets.open(source, Split.TRAIN, DataSetOptions.DEFAULT).size())
                .isEqualTo(4);
    }

    @Test
    void classFoldersForTrainingNeedNoTestImagesBesideThem() throws IOException {
        Fixtures.image(root, "train/car/1.png", "train/ship/2.png", "unused/3.png");
        assertThat(DataSets.openUnlabelled(DataSetSource.of(root.toString()), DataSetOptions.DEFAULT)
                        .size())
                .isEqualTo(2);
    }

    @Test
    void embeddedSetIsOpenedByName() throws IOException {
        assertThat(DataSets.openUnlabelled(DataSetSource.EMBEDDED, DataSetOptions.DEFAULT)
                        .size())
                .isEqualTo(5151);
        LabelledSplits splits = DataSets.openLabelled(DataSetSource.EMBEDDED, DataSetOptions.DEFAULT.requiringAll());
        assertThat(splits.train().size()).isEqualTo(544);
        assertThat(splits.test().size()).isEqualTo(136);
        DataSetOptions tenth = DataSetOptions.DEFAULT.withSubset(BalancedSubset.share(0.25, 1));
        assertThat(DataSets.openUnlabelled(DataSetSource.EMBEDDED, tenth).size())
                .isEqualTo(136);
        assertThat(DataSets.openLabelled(DataSetSource.EMBEDDED, tenth).test().size())
                .isEqualTo(136);
    }

    @Test
    void partOfADataSetIsRefusedIfAllIsAskedFor() throws IOException {
        Fixtures.food101(root);
        DataSetOptions all = DataSetOptions.DEFAULT.requiringAll();
        assertThatThrownBy(() -> DataSets.open(DataSetSource.of("food101:" + root), Split.TRAIN, all))
                .isInstanceOf(IOException.class)
                .hasMessage(root + ": expected the 75750 training images and 101 classes of Food-101, got 3 and 2 (from"
                        + " the Computer Vision Lab of ETH Zurich; for scientific fair use)");
    }

    @Test
    void shardsAreRecognised() throws IOException {
        Map<String, byte[]> shard =
                Map.of("1.png", TestImages.file(TestImages.noise(3, 3, 1), "png"), "1.cls", new byte[] {'0'});
        Path tar = TestArchives.tar(root.resolve("a-train-0.tar"), shard);
        assertThat(DataSets.kindOf(DataSetSource.of(root.toString()))).isEqualTo(DataSetKind.WEBDATASET);
        assertThat(DataSets.kindOf(DataSetSource.of(tar.toString()))).isEqualTo(DataSetKind.WEBDATASET);
        assertThat(DataSets.kindOf(DataSetSource.of(root + "/a-train-{0..0}.tar")))
                .isEqualTo(DataSetKind.WEBDATASET);
        Set<String> names = new HashSet<>();
        ImageDataset dataset = DataSets.openUnlabelled(DataSetSource.of(root.toString()), DataSetOptions.DEFAULT);
        for (int i = 0; i < dataset.size(); i++) {
            names.add(dataset.name(i));
        }
        assertThat(names).containsExactly(tar + "!1.png");
    }

    @Test
    void largeImagesAreReducedIfAskedFor() throws IOException {
        byte[] jpeg = TestImages.file(TestImages.noise(80, 60, 1), "jpg");
        Fixtures.write(root, "folder/cat/1.jpg", jpeg);
        TestArchives.tar(root.resolve("a.tar"), Map.of("1.jpg", jpeg));
        DataSetOptions reducing = DataSetOptions.DEFAULT.reducingTo(20);
        for (String source : List.of(root + "/folder", "webdataset:" + root)) {
            DataSetSource images = DataSetSource.of(source);
            assertThat(DataSets.openUnlabelled(images, DataSetOptions.DEFAULT)
                            .read(0)
                            .width())
                    .isEqualTo(80);
            assertThat(DataSets.openUnlabelled(images, reducing).read(0).width())
                    .isEqualTo(40);
            assertThat(DataSets.open(images, Split.TRAIN, reducing).read(0).width())
                    .isEqualTo(40);
        }
    }

    @Test
    void anArchiveBesideFoldersOfImagesDoesNotMakeShardsOfThem() throws IOException {
        Fixtures.image(root, "train/cat/1.png", "train/dog/2.png", "test/cat/3.png");
        TestArchives.tar(root.resolve("backup.tar"), Map.of("1.png", new byte[3]));
        assertThat(DataSets.kindOf(DataSetSource.of(root.toString()))).isEqualTo(DataSetKind.IMAGE_FOLDER);
    }

    @Test
    void preTrainingSeesImagesBesideClassFoldersToo() throws IOException {
        Fixtures.image(root, "cat/1.png", "dog/2.png", "3.png");
        DataSetSource source = DataSetSource.of(root.toString());
        assertThat(DataSets.openUnlabelled(source, DataSetOptions.DEFAULT).size())
                .isEqualTo(3);
        assertThat(DataSets.open(source, Split.TRAIN, DataSetOptions.DEFAULT).size())
                .isEqualTo(2);
    }

    @Test
    void theModuleOffersEveryDataSetByName() {
        Set<DataSetKind> offered =
                Guice.createInjector(new DatasetsModule()).getInstance(Key.get(new TypeLiteral<Set<DataSetKind>>() {}));
        assertThat(offered).containsExactly(DataSetKind.values());
    }
}
