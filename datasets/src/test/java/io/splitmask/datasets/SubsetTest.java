package io.splitmask.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubsetTest {
    /** Labels only. */
    private record Labels(int... of) implements ImageDataset {
        @Override
        public int size() {
            return of.length;
        }

        @Override
        public List<String> classes() {
            return Collections.nCopies(Arrays.stream(of).max().orElse(0) + 1, "class");
        }

        @Override
        public int label(int index) {
            return of[index];
        }

        @Override
        public String name(int index) {
            return "/data/n" + of[index] + "/n" + of[index] + "_" + index + ".JPEG";
        }

        @Override
        public Image read(int index) {
            throw new AssertionError("a subset is chosen without reading");
        }
    }

    private static Labels balanced(int numClasses, int numEach) {
        return new Labels(IntStream.range(0, numClasses * numEach)
                .map(i -> i % numClasses)
                .toArray());
    }

    private static int[] counts(ImageDataset subset, int numClasses) {
        int[] counts = new int[numClasses];
        for (int i = 0; i < subset.size(); i++) {
            counts[subset.label(i)]++;
        }
        return counts;
    }

    private static List<String> names(ImageDataset subset) {
        return IntStream.range(0, subset.size()).mapToObj(subset::name).toList();
    }

    /** The sizes of the public lists of ImageNet, on a data set of its size. */
    @Test
    void imagenetsSharesHaveThePublishedSizes() throws IOException {
        int[] labels = new int[1_281_167];
        Arrays.setAll(labels, i -> i % 1000);
        Labels imagenet = new Labels(labels);
        assertThat(BalancedSubset.share(0.001, 1).of(imagenet).size()).isEqualTo(1000);
        assertThat(counts(BalancedSubset.share(0.001, 1).of(imagenet), 1000)).containsOnly(1);
        int[] onePercent = counts(BalancedSubset.share(0.01, 1).of(imagenet), 1000);
        assertThat(Arrays.stream(onePercent).sum()).isEqualTo(12_811);
        assertThat(Arrays.stream(onePercent).filter(count -> count == 13).count())
                .isEqualTo(811);
        assertThat(Arrays.stream(onePercent).filter(count -> count == 12).count())
                .isEqualTo(189);
        int[] fivePercent = counts(BalancedSubset.share(0.05, 1).of(imagenet), 1000);
        assertThat(Arrays.stream(fivePercent).filter(count -> count == 64).count())
                .isEqualTo(942);
        assertThat(Arrays.stream(fivePercent).filter(count -> count == 65).count())
                .isEqualTo(58);
        int[] tenPercent = counts(BalancedSubset.share(0.1, 1).of(imagenet), 1000);
        assertThat(Arrays.stream(tenPercent).filter(count -> count == 129).count())
                .isEqualTo(116);
        assertThat(Arrays.stream(tenPercent).filter(count -> count == 128).count())
                .isEqualTo(884);
    }

    @Test
    void sameSeedGivesTheSameImagesAndAnotherSeedOthers() throws IOException {
        Labels all = balanced(7, 40);
        List<String> once = names(BalancedSubset.share(0.25, 3).of(all));
        assertThat(names(BalancedSubset.share(0.25, 3).of(all))).isEqualTo(once).doesNotHaveDuplicates();
        assertThat(names(BalancedSubset.share(0.25, 4).of(all)))
                .isNotEqualTo(once)
                .hasSameSizeAs(once);
    }

    @Test
    void smallerShareIsPartOfALargerOne() throws IOException {
        Labels all = balanced(7, 40);
        assertThat(names(BalancedSubset.share(0.5, 3).of(all)))
                .containsAll(names(BalancedSubset.share(0.11, 3).of(all)));
    }

    @Test
    void imagesKeepTheirOrderAndClasses() throws IOException {
        ImageDataset subset = BalancedSubset.perClass(3, 1).of(balanced(4, 10));
        assertThat(counts(subset, 4)).containsOnly(3);
        assertThat(subset.classes()).hasSize(4);
        assertThat(((ImageSubset) subset).positions()).isSorted();
    }

    @Test
    void classesThatAreShortAreMadeUpForByOthers() throws IOException {
        int[] labels = new int[100];
        Arrays.fill(labels, 0, 4, 0);
        Arrays.fill(labels, 4, 50, 1);
        Arrays.fill(labels, 50, 100, 2);
        ImageDataset half = BalancedSubset.share(0.5, 1).of(new Labels(labels));
        assertThat(counts(half, 3)).containsExactly(4, 23, 23);
        assertThat(counts(BalancedSubset.perClass(10, 1).of(new Labels(labels)), 3))
                .containsExactly(4, 10, 10);
        assertThat(BalancedSubset.share(1, 1).of(new Labels(labels)).size()).isEqualTo(100);
    }

    @Test
    void unlabelledImagesAreDrawnRegardless() throws IOException {
        int[] labels = new int[1000];
        Arrays.fill(labels, ImageDataset.UNLABELLED);
        ImageDataset tenth = BalancedSubset.share(0.1, 1).of(new Labels(labels));
        assertThat(tenth.size()).isEqualTo(100);
        assertThat(BalancedSubset.share(0.0011, 1).of(new Labels(labels)).size())
                .isEqualTo(1);
    }

    @Test
    void shareWithoutAnImageForEachClassIsRefused() {
        assertThatThrownBy(() -> BalancedSubset.share(0.01, 1).of(balanced(20, 50)))
                .isInstanceOf(IOException.class)
                .hasMessage("subset: expected a share of at least one image for each of 20 classes, got 0.01 of 1000"
                        + " images");
    }

    @Test
    void textIsUnderstood() {
        assertThat(Subset.of("all", 3)).isSameAs(Subset.ALL);
        assertThat(Subset.of("10%", 3)).isEqualTo(new BalancedSubset(0.1, 0, 3));
        assertThat(Subset.of("0.1 %", 3)).isEqualTo(new BalancedSubset(0.001, 0, 3));
        assertThat(Subset.of("5/class", 3)).isEqualTo(new BalancedSubset(0, 5, 3));
        assertThat(Subset.of("lists/10percent.txt", 3)).isEqualTo(new ListedSubset(Path.of("lists/10percent.txt")));
        assertThatThrownBy(() -> Subset.of("120%", 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("subset: expected share from 0 to 1, got 1.2");
        assertThatThrownBy(() -> Subset.of("0%", 3)).hasMessageContaining("expected a share above 0");
        assertThatThrownBy(() -> Subset.of("0/class", 3)).hasMessageContaining("images per class above 0");
    }

    @Test
    void listChoosesByFileNameAsThePublicOnesDo(@TempDir Path folder) throws IOException {
        Path list = folder.resolve("1percent.txt");
        Files.writeString(list, "n2_12.JPEG\nn0_5.JPEG\n\nn1/n1_6.JPEG\n");
        ImageDataset subset = new ListedSubset(list).of(balanced(5, 4));
        assertThat(names(subset)).containsExactly("/data/n0/n0_5.JPEG", "/data/n1/n1_6.JPEG", "/data/n2/n2_12.JPEG");
    }

    @Test
    void spreadTakesImagesFromEverywhere() {
        assertThat(ImageSubset.spread(balanced(1, 10), 4).positions()).containsExactly(0, 2, 5, 7);
        assertThat(ImageSubset.spread(balanced(1, 3), 4).positions()).containsExactly(0, 1, 2);
    }

    @Test
    void aDecimalShareIsNotCutByItsBinaryForm() throws IOException {
        assertThat(0.29 * 100).isLessThan(29);
        assertThat(BalancedSubset.share(0.29, 1).of(balanced(10, 10)).size()).isEqualTo(29);
    }

    @Test
    void aListMayBeginWithAByteOrderMark(@TempDir Path folder) throws IOException {
        Path list = Files.writeString(folder.resolve("list.txt"), "\uFEFFn0_0.JPEG\r\nn1_1.JPEG\r\n");
        assertThat(names(new ListedSubset(list).of(balanced(2, 2)))).hasSize(2);
    }
}
