package io.splitmask.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddedSetTest {
    private static long[] countsByLabel(ImageDataset dataset) {
        return IntStream.range(0, dataset.classes().size())
                .mapToLong(label -> IntStream.range(0, dataset.size())
                        .filter(i -> dataset.label(i) == label)
                        .count())
                .toArray();
    }

    /** Mean brightness of 9 x 8 cells; one bit for each pair of neighbours. Not the code that made the set. */
    private static long differenceHash(Image image) {
        double[] cells = new double[72];
        for (int cell = 0; cell < 72; cell++) {
            int left = cell % 9 * 64 / 9;
            int right = (cell % 9 + 1) * 64 / 9;
            int top = cell / 9 * 8;
            double sum = 0;
            for (int y = top; y < top + 8; y++) {
                for (int x = left; x < right; x++) {
                    int rgb = TestImages.pixel(image, x, y);
                    sum += 0.299 * (rgb >> 16) + 0.587 * (rgb >> 8 & 0xFF) + 0.114 * (rgb & 0xFF);
                }
            }
            cells[cell] = sum / (8 * (right - left));
        }
        long hash = 0;
        for (int i = 0; i < 64; i++) {
            int cell = i / 8 * 9 + i % 8;
            hash = hash << 1 | (cells[cell + 1] > cells[cell] + 2 ? 1 : 0);
        }
        return hash;
    }

    @Test
    void classesAreBalanced() {
        ImageDataset train = EmbeddedSet.train();
        ImageDataset test = EmbeddedSet.test();
        assertThat(train.classes()).hasSize(17).hasSize(EmbeddedSet.NUM_CLASSES).contains("animals-birds");
        assertThat(test.classes()).isEqualTo(train.classes());
        assertThat(countsByLabel(train)).containsOnly(32).containsOnly(EmbeddedSet.TRAIN_PER_CLASS);
        assertThat(countsByLabel(test)).containsOnly(8).containsOnly(EmbeddedSet.TEST_PER_CLASS);
        assertThat(train.size()).isEqualTo(544);
        assertThat(test.size()).isEqualTo(136);
    }

    @Test
    void labelsAgreeWithTheNames() {
        ImageDataset test = EmbeddedSet.test();
        for (int i = 0; i < test.size(); i++) {
            assertThat(test.name(i)).startsWith("embedded:" + test.classes().get(test.label(i)) + "/");
        }
    }

    @Test
    void unlabelledHoldsTheTrainingImagesAndTheRestWithoutLabels() throws IOException {
        ImageDataset unlabelled = EmbeddedSet.unlabelled();
        assertThat(unlabelled.size()).isEqualTo(544 + EmbeddedSet.NUM_REST).isEqualTo(5151);
        assertThat(unlabelled.classes()).isEmpty();
        assertThat(IntStream.range(0, unlabelled.size()).map(unlabelled::label)).containsOnly(ImageDataset.UNLABELLED);
        assertThat(unlabelled.name(543)).isEqualTo(EmbeddedSet.train().name(543));
    }

    @Test
    void everyImageIsASmallSquareWithContent() throws IOException {
        for (ImageDataset dataset : new ImageDataset[] {EmbeddedSet.unlabelled(), EmbeddedSet.test()}) {
            for (int i = 0; i < dataset.size(); i++) {
                Image image = dataset.read(i);
                assertThat(image.width()).isEqualTo(EmbeddedSet.IMAGE_SIZE);
                assertThat(image.height()).isEqualTo(EmbeddedSet.IMAGE_SIZE);
                int numInk = 0;
                for (byte value : image.rgb()) {
                    numInk += value == image.rgb()[0] ? 0 : 1;
                }
                assertThat(numInk).as(dataset.name(i)).isGreaterThan(100);
            }
        }
    }

    @Test
    void testImagesResembleNoOtherImage() throws IOException {
        ImageDataset test = EmbeddedSet.test();
        ImageDataset others = EmbeddedSet.unlabelled();
        long[] testHashes = hashes(test);
        long[] otherHashes = hashes(others);
        List<String> resembling = new ArrayList<>();
        for (int i = 0; i < testHashes.length; i++) {
            for (int j = 0; j < otherHashes.length; j++) {
                int distance = Long.bitCount(testHashes[i] ^ otherHashes[j]);
                if (distance <= 6) {
                    resembling.add(test.name(i) + " and " + others.name(j) + " differ in " + distance);
                }
            }
        }
        assertThat(resembling).isEmpty();
    }

    @Test
    void noPictureAppearsTwice() throws IOException {
        Set<String> pictures = new HashSet<>();
        for (ImageDataset dataset : new ImageDataset[] {EmbeddedSet.unlabelled(), EmbeddedSet.test()}) {
            for (int i = 0; i < dataset.size(); i++) {
                assertThat(pictures.add(new String(dataset.read(i).rgb(), StandardCharsets.ISO_8859_1)))
                        .as(dataset.name(i))
                        .isTrue();
            }
        }
    }

    private static long[] hashes(ImageDataset dataset) throws IOException {
        long[] hashes = new long[dataset.size()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = differenceHash(dataset.read(i));
        }
        return hashes;
    }
}
