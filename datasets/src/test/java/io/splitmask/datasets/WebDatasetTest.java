package io.splitmask.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.ImageDataset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebDatasetTest {
    private static final String PICTURE = "<picture>";

    private final Path root;

    WebDatasetTest(@TempDir Path root) {
        this.root = root;
    }

    private static byte[] png(String name) {
        return TestImages.file(Fixtures.picture(name), "png");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Alternates names and contents; PICTURE stands for one. */
    private Path shard(String file, String... files) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (int i = 0; i < files.length; i += 2) {
            contents.put(files[i], files[i + 1].equals(PICTURE) ? png(files[i]) : ascii(files[i + 1]));
        }
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return file.endsWith(".zip") ? TestArchives.zip(path, contents) : TestArchives.tar(path, contents);
    }

    private ImageDataset open(String path, Split split) throws IOException {
        return DataSets.open(DataSetSource.of("webdataset:" + path), split, DataSetOptions.DEFAULT);
    }

    private static List<Integer> labels(ImageDataset dataset) {
        return IntStream.range(0, dataset.size()).mapToObj(dataset::label).toList();
    }

    @Test
    void samplesAreFilesOfOneKey() throws IOException {
        shard(
                "a-000.tar",
                "./n01/7.cls",
                "2\n",
                "./n01/7.jpg",
                PICTURE,
                "./n01/7.json",
                "{}",
                "n02/7.input.png",
                PICTURE,
                "n02/7.input.cls",
                "0",
                "readme.txt",
                "x");
        shard("a-001.zip", "8.JPG", PICTURE, "8.cls", "1");
        ImageDataset dataset = open(root.toString(), Split.TRAIN);
        assertThat(labels(dataset)).containsExactly(2, 0, 1);
        assertThat(dataset.classes()).containsExactly("0", "1", "2");
        assertThat(dataset.name(0)).isEqualTo(root.resolve("a-000.tar") + "!n01/7.jpg");
        assertThat(dataset.read(0).rgb())
                .isEqualTo(Fixtures.picture("./n01/7.jpg").rgb());
        assertThat(dataset.read(2).rgb()).isEqualTo(Fixtures.picture("8.JPG").rgb());
    }

    @Test
    void shardsWithoutLabelsAreUnlabelled() throws IOException {
        shard("a.tar", "1.png", PICTURE, "2.png", PICTURE);
        ImageDataset dataset = open(root.toString(), Split.TRAIN);
        assertThat(dataset.classes()).isEmpty();
        assertThat(labels(dataset)).containsOnly(ImageDataset.UNLABELLED);
    }

    @Test
    void companionsThatMacosAddsAreLeftOut() throws IOException {
        shard(
                "a-000.tar",
                "./._7.jpg",
                "Mac OS X",
                "./7.jpg",
                PICTURE,
                "./._7.cls",
                "Mac OS X",
                "./7.cls",
                "1",
                "__MACOSX/7.jpg",
                "Mac OS X");
        Fixtures.text(root, "._a-000.tar", "Mac OS X");
        Fixtures.text(root, "__MACOSX/a-000.tar", "Mac OS X");
        Fixtures.text(root, "._cover.jpg", "Mac OS X");
        ImageDataset dataset = DataSets.open(DataSetSource.of(root.toString()), Split.TRAIN, DataSetOptions.DEFAULT);
        assertThat(labels(dataset)).containsExactly(1);
        assertThat(dataset.read(0).rgb()).isEqualTo(Fixtures.picture("./7.jpg").rgb());
    }

    @Test
    void labelFilesWithoutAnImageAreLeftAlone() throws IOException {
        shard("a.tar", "1.png", PICTURE, "1.cls", "1", "names.cls", "cat dog");
        assertThat(labels(open(root.toString(), Split.TRAIN))).containsExactly(1);
    }

    @Test
    void namesOfShardsAndFoldersTellTheSplit() throws IOException {
        shard("set-train-0.tar", "1.png", PICTURE, "1.cls", "4");
        shard("set-val-0.tar", "2.png", PICTURE, "2.cls", "1");
        assertThat(labels(open(root.toString(), Split.TRAIN))).containsExactly(4);
        ImageDataset test = open(root.toString(), Split.TEST);
        assertThat(labels(test)).containsExactly(1);
        assertThat(test.classes()).hasSize(5); // those of the training shards
        shard("other/train/0.tar", "1.png", PICTURE);
        shard("other/test/0.tar", "3.png", PICTURE, "4.png", PICTURE);
        assertThat(open(root + "/other", Split.TEST).size()).isEqualTo(2);
    }

    @Test
    void rangeNamesShards() throws IOException {
        shard("s-08.tar", "8.png", PICTURE);
        shard("s-09.tar", "9.png", PICTURE);
        shard("s-10.tar", "10.png", PICTURE);
        ImageDataset dataset = open(root + "/s-{09..10}.tar", Split.TRAIN);
        assertThat(dataset.size()).isEqualTo(2);
        assertThat(dataset.name(1)).endsWith("s-10.tar!10.png");
        assertThatThrownBy(() -> open(root + "/s-{09..11}.tar", Split.TRAIN))
                .isInstanceOf(IOException.class)
                .hasMessage("no such file: " + root + "/s-11.tar");
        assertThatThrownBy(() -> open(root + "/s-{11..09}.tar", Split.TRAIN))
                .hasMessage("expected a range of 1 to 100000 numbers, got {11..09}");
    }

    @Test
    void wrongShardsAreSaidInOneLine() throws IOException {
        shard("label.tar", "1.png", PICTURE, "1.cls", "cat");
        assertThatThrownBy(() -> open(root + "/label.tar", Split.TRAIN))
                .isInstanceOf(IOException.class)
                .hasMessage(root + "/label.tar!1.cls: expected a label of 0..999999, got 'cat'");
        shard("long.tar", "1.png", PICTURE, "1.cls", "1".repeat(5000));
        assertThatThrownBy(() -> open(root + "/long.tar", Split.TRAIN))
                .hasMessage(root + "/long.tar!1.cls: expected a label of 0..999999, got 5000 bytes");
        shard("two.tar", "1.png", PICTURE, "1.jpg", PICTURE);
        assertThatThrownBy(() -> open(root + "/two.tar", Split.TRAIN))
                .hasMessage(root + "/two.tar!1.jpg: expected one image in a sample, got 1.png too");
        shard("some.tar", "1.png", PICTURE, "1.cls", "0", "2.png", PICTURE);
        assertThatThrownBy(() -> open(root + "/some.tar", Split.TRAIN))
                .hasMessage(
                        root + "/some.tar!2.png: expected a .cls file with a label for every sample or for none, got"
                                + " none here");
        shard("break.tar", "1.png", PICTURE, "1.cls", "0", "a\n\u2028.png", PICTURE);
        assertThatThrownBy(() -> open(root + "/break.tar", Split.TRAIN))
                .hasMessageStartingWith(root + "/break.tar!a??.png: expected a .cls file");
        shard("none.tar", "1.txt", "x");
        assertThatThrownBy(() -> open(root + "/none.tar", Split.TRAIN))
                .hasMessage(
                        root
                                + "/none.tar: no samples in the shards: expected files that end in .jpg, .jpeg, .png, .bmp, .webp");
        shard("x/train-1.tar", "1.png", PICTURE);
        assertThatThrownBy(() -> open(root + "/x", Split.TEST))
                .hasMessageStartingWith("WebDataset shards in " + root + "/x: missing shards for test; expected ");
        Path empty = Files.createDirectory(root.resolve("empty"));
        assertThatThrownBy(() -> open(empty.toString(), Split.TRAIN)).hasMessage("no .tar or .zip files in " + empty);
    }
}
