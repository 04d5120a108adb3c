package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.DataSetFacts.Size;
import io.splitmask.datasets.files.FileTree;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The data sets that can be read by name. */
public enum DataSetKind {
    /** The user's own images. */
    IMAGE_FOLDER(
            new DataSetFacts(
                    "imagefolder",
                    "Image folder",
                    "a folder for each class, or train/ and test/ (or val/, valid/, validation/) with one for each class;"
                            + " folder, .zip or .tar",
                    "your own images",
                    Size.UNKNOWN),
            List.of(),
            SplitFolder::open),
    /** The user's own images in shards. */
    WEBDATASET(
            new DataSetFacts(
                    "webdataset",
                    "WebDataset shards",
                    ".tar or .zip files with pairs such as 7.jpg and 7.cls; those whose name says val or test are for"
                            + " tests",
                    "your own images",
                    Size.UNKNOWN),
            List.of(),
            (facts, tree, split) -> {
                throw new IllegalStateException("shards are not read as one tree");
            }),
    /** ImageNet-1k. */
    IMAGENET(
            new DataSetFacts(
                    "imagenet",
                    "ImageNet-1k (ILSVRC 2012)",
                    "train/<wnid>/*.JPEG and val/<wnid>/*.JPEG, the validation images sorted into class folders",
                    "from image-net.org after registration; for non-commercial research",
                    new Size(1_281_167, 50_000, 1000)),
            List.of("train/n01440764"),
            SplitFolder::openImagenet),
    /** iNaturalist 2018. */
    INATURALIST_2018(
            new DataSetFacts(
                    "inaturalist2018",
                    "iNaturalist 2018",
                    "train_val2018/<super category>/<category>/*.jpg, train2018.json and val2018.json",
                    "from the iNaturalist competition of FGVC5, visipedia/inat_comp; for non-commercial research",
                    new Size(437_513, 24_426, 8142)),
            List.of("train2018.json"),
            INaturalist::open),
    /** iNaturalist 2019. */
    INATURALIST_2019(
            new DataSetFacts(
                    "inaturalist2019",
                    "iNaturalist 2019",
                    "train_val2019/<super category>/<category>/*.jpg, train2019.json and val2019.json",
                    "from the iNaturalist competition of FGVC6, visipedia/inat_comp; for non-commercial research",
                    new Size(265_240, 3003, 1010)),
            List.of("train2019.json"),
            INaturalist::open),
    /** Stanford Cars. */
    STANFORD_CARS(
            new DataSetFacts(
                    "cars",
                    "Stanford Cars",
                    "cars_train/, cars_test/, devkit/ and cars_test_annos_withlabels.mat; or car_data/ with"
                            + " anno_train.csv, anno_test.csv and names.csv; or train/ and test/ with 196 folders",
                    "by Krause and others 2013, Stanford AI Lab; for non-commercial research",
                    new Size(8144, 8041, 196)),
            List.of("devkit/cars_meta.mat", "anno_train.csv"),
            StanfordCars::open),
    /** Food-101. */
    FOOD_101(
            new DataSetFacts(
                    "food101",
                    "Food-101",
                    "images/<class>/<id>.jpg, meta/classes.txt, meta/train.txt and meta/test.txt",
                    "from the Computer Vision Lab of ETH Zurich; for scientific fair use",
                    new Size(75_750, 25_250, 101)),
            List.of("meta/classes.txt", "food-101/meta/classes.txt"),
            Food101::open),
    /** DomainNet, clipart. */
    CLIPART(domain("clipart", new Size(34_019, 14_818, 345)), List.of("clipart_train.txt"), DomainNet::open),
    /** DomainNet, painting. */
    PAINTING(domain("painting", new Size(52_867, 22_892, 345)), List.of("painting_train.txt"), DomainNet::open),
    /** DomainNet, sketch. */
    SKETCH(domain("sketch", new Size(49_115, 21_271, 345)), List.of("sketch_train.txt"), DomainNet::open),
    /** ADE20k for scene parsing. */
    ADE20K(
            new DataSetFacts(
                    "ade20k",
                    "ADE20k scene parsing (ADEChallengeData2016)",
                    "images/{training,validation}/*.jpg, annotations/{training,validation}/*.png, objectInfo150.txt",
                    "from the MIT Scene Parsing Benchmark, CSAIL; for non-commercial research",
                    new Size(20_210, 2000, 150)),
            List.of("ADEChallengeData2016", "images/training"),
            Ade20k::open),
    /** COCO 2017. */
    COCO(
            new DataSetFacts(
                    "coco",
                    "COCO 2017",
                    "train2017/*.jpg, val2017/*.jpg, annotations/instances_train2017.json and"
                            + " instances_val2017.json",
                    "from cocodataset.org; annotations CC BY 4.0, images on Flickr's terms",
                    new Size(118_287, 5000, 80)),
            List.of("train2017"),
            Coco::open),
    /** Handwritten digits. */
    MNIST(
            new DataSetFacts(
                    "mnist",
                    "MNIST",
                    "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte,"
                            + " each plain or .gz",
                    "by LeCun, Cortes and Burges; CC BY-SA 3.0",
                    new Size(60_000, 10_000, 10)),
            List.of("train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"),
            (facts, tree, split) -> Mnist.open(facts, tree, split, Mnist.DIGITS)),
    /** Pictures of clothes in the form of MNIST. */
    FASHION_MNIST(
            new DataSetFacts(
                    "fashion-mnist",
                    "Fashion-MNIST",
                    MNIST.facts.layout(),
                    "by Zalando Research, zalandoresearch/fashion-mnist, also Debian's package dataset-fashion-mnist;"
                            + " MIT licence",
                    new Size(60_000, 10_000, 10)),
            List.of("train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"),
            (facts, tree, split) -> Mnist.open(facts, tree, split, Mnist.CLOTHES)),
    /** CIFAR-10, binary. */
    CIFAR_10(
            new DataSetFacts(
                    "cifar10",
                    "CIFAR-10, binary version",
                    "data_batch_1.bin to data_batch_5.bin, test_batch.bin and batches.meta.txt",
                    "by Krizhevsky, University of Toronto; no licence stated, to be cited",
                    new Size(50_000, 10_000, 10)),
            List.of("data_batch_1.bin", "cifar-10-batches-bin"),
            Cifar::open10),
    /** CIFAR-100, binary, fine labels. */
    CIFAR_100(
            new DataSetFacts(
                    "cifar100",
                    "CIFAR-100, binary version",
                    "train.bin, test.bin and fine_label_names.txt",
                    "by Krizhevsky, University of Toronto; no licence stated, to be cited",
                    new Size(50_000, 10_000, 100)),
            List.of("fine_label_names.txt", "cifar-100-binary"),
            Cifar::open100),
    /** The clip art in the jar. */
    EMBEDDED(
            new DataSetFacts(
                    "embedded",
                    "Embedded clip art",
                    "nothing: the images come with the library",
                    "from the Open Clip Art Library; public domain",
                    new Size(
                            EmbeddedSet.NUM_CLASSES * EmbeddedSet.TRAIN_PER_CLASS,
                            EmbeddedSet.NUM_CLASSES * EmbeddedSet.TEST_PER_CLASS,
                            EmbeddedSet.NUM_CLASSES)),
            List.of(),
            (facts, tree, split) -> split.choose(EmbeddedSet.train(), EmbeddedSet.test()));

    /** Opens a split of a data set. */
    interface Reader {
        ImageDataset open(DataSetFacts facts, FileTree tree, Split split) throws IOException;
    }

    private final DataSetFacts facts;
    /** Any of these files or folders gives the layout away. */
    private final List<String> marks;

    private final Reader reader;

    DataSetKind(DataSetFacts facts, List<String> marks, Reader reader) {
        this.facts = facts;
        this.marks = marks;
        this.reader = reader;
    }

    private static DataSetFacts domain(String name, Size size) {
        return new DataSetFacts(
                name,
                "DomainNet " + name,
                name + "/<class>/*.jpg, " + name + "_train.txt and " + name + "_test.txt",
                "from the VisDA group of Boston University; for non-commercial research, on the terms of fair use",
                size);
    }

    /** Returns what is known about it. */
    public DataSetFacts facts() {
        return facts;
    }

    /** Returns the data set of a name, if there is one. */
    public static Optional<DataSetKind> named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.facts.name().equals(name))
                .findFirst();
    }

    /** Returns all names for messages: "imagefolder, webdataset, ...". */
    public static String names() {
        return Arrays.stream(values()).map(kind -> kind.facts.name()).collect(Collectors.joining(", "));
    }

    ImageDataset open(FileTree tree, Split split) throws IOException {
        return reader.open(facts, tree, split);
    }

    /** Returns whether the files look like this data set. */
    boolean isRecognised(FileTree tree) {
        return marks.stream().anyMatch(mark -> tree.hasFile(mark) || tree.hasFolder(mark));
    }
}
