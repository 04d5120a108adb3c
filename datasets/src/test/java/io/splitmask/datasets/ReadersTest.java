package io.splitmask.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadersTest {
    private final Path root;

    ReadersTest(@TempDir Path root) {
        this.root = root;
    }

    private ImageDataset open(String name, Split split) throws IOException {
        return DataSets.open(DataSetSource.of(name + ":" + root), split, DataSetOptions.DEFAULT);
    }

    private static List<Integer> labels(ImageDataset dataset) {
        return IntStream.range(0, dataset.size()).mapToObj(dataset::label).toList();
    }

    /** Names and pixels, in order. */
    private void assertImages(ImageDataset dataset, String... names) throws IOException {
        assertThat(IntStream.range(0, dataset.size())
                        .mapToObj(i -> root.relativize(Path.of(dataset.name(i))).toString()))
                .containsExactly(names);
        for (int i = 0; i < names.length; i++) {
            assertThat(dataset.read(i).rgb())
                    .isEqualTo(Fixtures.picture(names[i]).rgb());
        }
    }

    @Test
    void imagenetHasClassFolders() throws IOException {
        Fixtures.imagenet(root);
        ImageDataset train = open("imagenet", Split.TRAIN);
        assertImages(train, "train/n01440764/n01440764_10026.JPEG", "train/n01443537/n01443537_2.JPEG");
        assertThat(train.classes()).containsExactly("n01440764", "n01443537");
        ImageDataset test = open("imagenet", Split.TEST);
        assertThat(labels(test)).containsExactly(1);
        assertThat(test.classes()).isEqualTo(train.classes());
    }

    @Test
    void food101FollowsItsLists() throws IOException {
        Fixtures.food101(root);
        ImageDataset train = open("food101", Split.TRAIN);
        assertImages(train, "images/apple_pie/17.jpg", "images/waffles/4.jpg", "images/apple_pie/18.jpg");
        assertThat(labels(train)).containsExactly(0, 1, 0);
        assertThat(train.classes()).containsExactly("apple_pie", "waffles");
        assertImages(open("food101", Split.TEST), "images/waffles/5.jpg");
    }

    @Test
    void domainNetTakesLabelsFromBothLists() throws IOException {
        Fixtures.clipart(root);
        ImageDataset train = open("clipart", Split.TRAIN);
        assertThat(labels(train)).containsExactly(0, 3, 1);
        assertThat(train.classes()).containsExactly("aircraft_carrier", "airplane", "class 2", "zigzag");
        ImageDataset test = open("clipart", Split.TEST);
        assertImages(test, "clipart/airplane/clipart_002_000002.jpg");
        assertThat(test.classes()).isEqualTo(train.classes());
        assertThat(labels(test)).containsExactly(1);
    }

    @Test
    void inaturalistTakesCategoriesAsLabels() throws IOException {
        Fixtures.inaturalist2018(root);
        ImageDataset train = open("inaturalist2018", Split.TRAIN);
        assertImages(train, "train_val2018/Aves/0/a.jpg", "train_val2018/Aves/1/b.jpg");
        assertThat(labels(train)).containsExactly(0, 1);
        assertThat(train.classes()).containsExactly("Parus major", "Pica pica");
        assertThat(labels(open("inaturalist2018", Split.TEST))).containsExactly(1);
    }

    @Test
    void carsAreReadFromMatlabFiles() throws IOException {
        Fixtures.carsWithKit(root);
        ImageDataset train = open("cars", Split.TRAIN);
        assertImages(train, "cars_train/00001.jpg", "cars_train/00002.jpg", "cars_train/00003.jpg");
        assertThat(labels(train)).containsExactly(2, 0, 1);
        assertThat(train.classes())
                .containsExactly("AM General Hummer SUV 2000", "Ram C/V Cargo Van Minivan 2012", "smart fortwo 2012");
        assertThat(labels(open("cars", Split.TEST))).containsExactly(1, 0);
    }

    @Test
    void carsAreReadFromListsWhereAFolderDiffersFromTheClassName() throws IOException {
        Fixtures.carsWithLists(root);
        ImageDataset train = open("cars", Split.TRAIN);
        assertImages(
                train,
                "car_data/car_data/train/Ram C-V Cargo Van Minivan 2012/00001.jpg",
                "car_data/car_data/train/AM General Hummer SUV 2000/00002.jpg");
        assertThat(labels(train)).containsExactly(1, 0);
        assertThat(labels(open("cars", Split.TEST))).containsExactly(1);
    }

    @Test
    void carsAreReadFromClassFolders() throws IOException {
        Fixtures.image(root, "train/a/1.jpg", "train/b/2.jpg", "test/b/3.jpg");
        assertThat(labels(open("cars", Split.TRAIN))).containsExactly(0, 1);
        assertThat(labels(open("cars", Split.TEST))).containsExactly(1);
    }

    @Test
    void ade20kHasMasks() throws IOException {
        Fixtures.ade20k(root);
        Ade20k train = Ade20k.open(root, Split.TRAIN);
        assertImages(train, "ADEChallengeData2016/images/training/ADE_train_00000001.jpg");
        assertThat(train.classes()).isEmpty();
        assertThat(train.pixelClasses()).containsExactly("wall", "building, edifice");
        SegmentationMask mask = train.mask(0);
        assertThat(mask.width()).isEqualTo(6);
        assertThat(mask.classes()).hasSize(30).startsWith(0, 1, 2).endsWith(29);
        assertThat(open("ade20k", Split.TEST).size()).isEqualTo(1);
    }

    @Test
    void cocoHasImagesAndObjects() throws IOException {
        Fixtures.coco(root);
        Coco train = Coco.open(root, Split.TRAIN);
        assertImages(train, "train2017/000000000009.jpg", "train2017/000000000025.jpg");
        CocoInstances instances = train.instances();
        assertThat(instances.categories()).containsExactly("person", "car", "dog");
        assertThat(instances.images()).extracting(CocoImage::id).containsExactly(25L, 9L);
        assertThat(instances.ofImage(train.fileName(1))).isEmpty();
        List<CocoAnnotation> objects = instances.ofImage(train.fileName(0));
        assertThat(objects).extracting(instances::categoryIndex).containsExactly(2, 0);
        assertThat(objects.get(0).box()).containsExactly(1, 2.5, 3, 1);
        assertThat(objects.get(0).area()).isEqualTo(2.75);
        assertThat(objects.get(0).isCrowd()).isFalse();
        assertThat(objects.get(0).shape().polygons()).hasSize(2);
        assertThat(objects.get(0).shape().polygons().get(0)).containsExactly(1, 2, 3, 4, 5, 6.5);
        assertThat(objects.get(1).isCrowd()).isTrue();
        assertThat(objects.get(1).shape().counts()).containsExactly(0, 2, 28);
        assertThat(objects.get(1).shape().height()).isEqualTo(5);
        assertThat(open("coco", Split.TEST).size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mnistIsGreyInThreeChannels(boolean compressed) throws IOException {
        Fixtures.mnist(root, compressed);
        ImageDataset train = open("fashion-mnist", Split.TRAIN);
        assertThat(labels(train)).containsExactly(7, 0, 9, 7);
        assertThat(train.classes())
                .hasSize(10)
                .startsWith("T-shirt/top", "Trouser")
                .endsWith("Ankle boot");
        Image second = train.read(1);
        assertThat(second.width()).isEqualTo(3);
        assertThat(second.height()).isEqualTo(2);
        assertThat(second.rgb()).containsExactly(6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10, 10, 11, 11, 11);
        assertThat(train.name(1)).isEqualTo(root.resolve("train-images-idx3-ubyte") + "#1");
        assertThat(open("mnist", Split.TEST).classes()).startsWith("0", "1");
        assertThat(labels(open("mnist", Split.TEST))).containsExactly(2);
    }

    @Test
    void cifar10HasOneLabelAndPlanes() throws IOException {
        Fixtures.cifar10(root);
        ImageDataset train = open("cifar10", Split.TRAIN);
        assertThat(labels(train)).containsExactly(1, 1, 0, 0, 1, 1, 0, 0, 1, 1);
        assertThat(train.classes()).containsExactly("airplane", "automobile");
        byte[] records = Fixtures.cifarRecords(2, 2, 0); // data_batch_2
        Image image = train.read(3);
        assertThat(image.width()).isEqualTo(32);
        for (int c = 0; c < 3; c++) {
            assertThat(image.rgb()[(5 * 32 + 7) * 3 + c]).isEqualTo(records[3073 + 1 + c * 1024 + 5 * 32 + 7]);
        }
        assertThat(labels(open("cifar10", Split.TEST))).containsExactly(1);
    }

    @Test
    void cifar100TakesTheFineLabel() throws IOException {
        Fixtures.cifar100(root);
        ImageDataset train = open("cifar100", Split.TRAIN);
        assertThat(labels(train)).containsExactly(2, 2, 2);
        assertThat(train.classes()).containsExactly("apple", "aquarium_fish", "baby");
        byte[] records = Fixtures.cifarRecords(3, 1, 19, 2);
        assertThat(train.read(2).rgb()[4]).isEqualTo(records[2 * 3074 + 2 + 1024 + 1]);
        assertThat(labels(open("cifar100", Split.TEST))).containsExactly(1);
    }
}
