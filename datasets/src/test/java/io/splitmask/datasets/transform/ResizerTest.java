package io.splitmask.datasets.transform;

import static io.splitmask.datasets.TestImages.flat;
import static io.splitmask.datasets.TestImages.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Image;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResizerTest {
    private static Image row(int... grey) {
        byte[] rgb = new byte[grey.length * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) grey[i / 3];
        }
        return new Image(grey.length, 1, rgb);
    }

    private static int[] red(Image image) {
        int[] values = new int[image.width() * image.height()];
        Arrays.setAll(values, i -> image.rgb()[3 * i] & 0xFF);
        return values;
    }

    private static int[] resizeRow(Resampling resampling, int width, int... grey) {
        return red(Resizer.resize(row(grey), new Box(0, 0, grey.length, 1), width, 1, resampling));
    }

    @ParameterizedTest
    @EnumSource
    void sameSizeChangesNothing(Resampling resampling) {
        Image image = noise(17, 9, 1);
        assertThat(Resizer.resize(image, new Box(0, 0, 17, 9), 17, 9, resampling)
                        .rgb())
                .isEqualTo(image.rgb());
    }

    @ParameterizedTest
    @EnumSource
    void flatStaysFlat(Resampling resampling) {
        Image image = flat(50, 41, 3, 128, 255);
        for (int side : new int[] {1, 7, 25, 64, 111}) {
            Image resized = Resizer.resize(image, new Box(0, 0, 50, 41), side, side, resampling);
            assertThat(resized.rgb()).isEqualTo(flat(side, side, 3, 128, 255).rgb());
        }
    }

    @Test
    void bilinearHalfHasTheWeightsOfAWidenedTriangle() {
        // Distances 3/2, 1/2, 1/2, 3/2 over 2 give 1/8, 3/8, 3/8, 1/8; of the first output, three remain: 3/7, 3/7,
        // 1/7.
        assertThat(resizeRow(Resampling.BILINEAR, 3, 0, 0, 80, 0, 0, 0)).containsExactly(11, 30, 0);
        assertThat(resizeRow(Resampling.BILINEAR, 3, 0, 0, 0, 80, 0, 0)).containsExactly(0, 30, 11);
    }

    @Test
    void bicubicDoublingHasKeysWeightsForMinusOneHalf() {
        // Output pixels lie 1/4, 3/4, 5/4, 7/4 away from pixel 2: weights 111, 29, -9, -3, each over 128.
        int[] impulse = resizeRow(Resampling.BICUBIC, 10, 100, 100, 228, 100, 100);
        assertThat(impulse)
                .containsExactly(
                        100, 100 - 3, 100 - 9, 100 + 29, 100 + 111, 100 + 111, 100 + 29, 100 - 9, 100 - 3, 100);
    }

    @Test
    void lanczosOvershootsNextToAnEdgeAndIsClipped() {
        int[] edge = resizeRow(Resampling.LANCZOS, 12, 0, 0, 0, 255, 255, 255);
        assertThat(edge[5]).isLessThan(128);
        assertThat(edge[6]).isGreaterThan(128);
        assertThat(edge[0] + edge[11]).isEqualTo(255);
        int[] soft = resizeRow(Resampling.LANCZOS, 12, 50, 50, 50, 200, 200, 200);
        assertThat(Arrays.stream(soft).min().orElseThrow()).isLessThan(50);
        assertThat(Arrays.stream(soft).max().orElseThrow()).isGreaterThan(200);
    }

    @ParameterizedTest
    @EnumSource
    void strongShrinkingAveragesInsteadOfPickingPixels(Resampling resampling) {
        int[] stripes = new int[640];
        Arrays.setAll(stripes, i -> i % 2 * 255);
        for (int value : resizeRow(resampling, 10, stripes)) {
            assertThat(value).isBetween(126, 129);
        }
    }

    @ParameterizedTest
    @EnumSource
    void pixelsOutsideTheBoxHaveNoInfluence(Resampling resampling) {
        Image image = noise(30, 20, 2);
        Box box = new Box(5, 3, 11, 9);
        Image cropped = Resizer.resize(image, box, 11, 9, resampling);
        Image viaCrop = Resizer.resize(cropped, new Box(0, 0, 11, 9), 6, 14, resampling);
        assertThat(Resizer.resize(image, box, 6, 14, resampling).rgb()).isEqualTo(viaCrop.rgb());
    }

    @Test
    void windowEqualsTheSamePartOfTheWhole() {
        Image image = noise(37, 53, 3);
        Image whole = Resizer.resize(image, new Box(0, 0, 37, 53), 20, 29, Resampling.BICUBIC);
        Box window = new Box(4, 9, 13, 7);
        Image expected = Resizer.resize(whole, window, 13, 7, Resampling.BICUBIC);
        assertThat(Resizer.resizeAndCrop(image, 20, 29, window, Resampling.BICUBIC)
                        .rgb())
                .isEqualTo(expected.rgb());
    }

    @Test
    void transposedImageGivesTransposedResult() {
        int[] across = resizeRow(Resampling.BICUBIC, 7, 5, 200, 17, 90, 255, 0, 33, 61, 128, 7);
        Image column =
                new Image(1, 10, row(5, 200, 17, 90, 255, 0, 33, 61, 128, 7).rgb());
        int[] down = red(Resizer.resize(column, new Box(0, 0, 1, 10), 1, 7, Resampling.BICUBIC));
        assertThat(down).isEqualTo(across);
    }

    @ParameterizedTest
    @EnumSource
    void everyPixelIsTheWeightedSumOfTheRoundedSumsOfItsRows(Resampling resampling) {
        Image image = noise(301, 222, 8);
        for (int side : new int[] {37, 112, 224, 320}) {
            Image resized = Resizer.resize(image, new Box(0, 0, 301, 222), side, side + 1, resampling);
            StoredImages.assertSame(resized, pixelByPixel(image, side, side + 1, resampling));
        }
    }

    private static Image pixelByPixel(Image image, int width, int height, Resampling resampling) {
        AxisWeights across = AxisWeights.ofSpan(image.width(), width, resampling);
        AxisWeights down = AxisWeights.ofSpan(image.height(), height, resampling);
        byte[] narrowed = new byte[3 * width * image.height()];
        for (int i = 0; i < narrowed.length; i++) {
            int x = i / 3 % width;
            int y = i / 3 / width;
            narrowed[i] = sum(across, x, image.rgb(), 3 * y * image.width() + i % 3, 3);
        }
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = sum(down, i / 3 / width, narrowed, i % (3 * width), 3 * width);
        }
        return new Image(width, height, rgb);
    }

    private static byte sum(AxisWeights axis, int output, byte[] values, int from, int step) {
        int sum = 1 << (AxisWeights.PRECISION_BITS - 1);
        for (int k = 0; k < axis.weights[output].length; k++) {
            sum += axis.weights[output][k] * (values[from + (axis.first[output] + k) * step] & 0xFF);
        }
        return (byte) Math.max(0, Math.min(255, sum >> AxisWeights.PRECISION_BITS));
    }

    @Test
    void boxOutsideIsRefused() {
        assertThatThrownBy(() -> Resizer.resize(noise(4, 4, 1), new Box(1, 0, 4, 4), 2, 2, Resampling.BICUBIC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a box inside 4 x 4");
    }

    @ParameterizedTest
    @EnumSource
    void mirroringOnTheWayIsMirroringAfterwards(Resampling resampling) {
        Image image = noise(130, 150, 4);
        Box box = new Box(3, 5, 101, 140);
        for (int side : new int[] {1, 16, 112, 224}) {
            Image plain = Resizer.resize(image, box, side, side + 1, resampling);
            Resizer.Target target = new Resizer.Target(side, side + 1, resampling);
            assertThat(Resizer.resize(image, box, true, target).get(0).rgb())
                    .isEqualTo(HorizontalFlip.apply(plain).rgb());
        }
    }

    @Test
    void severalResultsOfABoxAreThoseOfEachAlone() {
        Image image = noise(300, 200, 5);
        Box box = new Box(10, 20, 250, 170);
        List<Image> both = Resizer.resize(
                image,
                box,
                false,
                new Resizer.Target(60, 50, Resampling.BICUBIC),
                new Resizer.Target(7, 9, Resampling.LANCZOS));
        assertThat(both.get(0).rgb())
                .isEqualTo(
                        Resizer.resize(image, box, 60, 50, Resampling.BICUBIC).rgb());
        assertThat(both.get(1).rgb())
                .isEqualTo(Resizer.resize(image, box, 7, 9, Resampling.LANCZOS).rgb());
    }

    /** Memory is used again: what a larger or smaller image left there must not matter. */
    @Test
    void resultDoesNotDependOnWhatTheThreadResizedBefore() throws InterruptedException {
        Image image = noise(150, 190, 6);
        Image[] fresh = new Image[1];
        Thread thread = new Thread(() -> fresh[0] = resizedTo(image, 33));
        thread.start();
        thread.join();
        for (int side : new int[] {5, 400, 20}) {
            assertThat(resizedTo(noise(side, side, 7), side + 3).width()).isEqualTo(side + 3);
            assertThat(resizedTo(image, 33).rgb()).isEqualTo(fresh[0].rgb());
        }
    }

    private static Image resizedTo(Image image, int side) {
        return Resizer.resize(image, new Box(0, 0, image.width(), image.height()), side, side, Resampling.BICUBIC);
    }
}
