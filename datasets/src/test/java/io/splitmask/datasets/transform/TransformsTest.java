package io.splitmask.datasets.transform;

import static io.splitmask.datasets.TestImages.flat;
import static io.splitmask.datasets.TestImages.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.data.Image;
import io.splitmask.data.View;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TransformsTest {
    /** Crops nothing, so only the flip is left to chance. */
    private static final RandomResizedCrop WHOLE = new RandomResizedCrop(1, 1, 1, 1);

    private static Image flipped(Image image) {
        return HorizontalFlip.apply(image);
    }

    @Test
    void normalizationIsChannelsFirstWithImagenetStatistics() {
        Image image = new Image(2, 1, new byte[] {(byte) 255, 0, 51, 0, (byte) 255, 102});
        float[] pixels = Normalization.IMAGENET.apply(image);
        assertThat(pixels).hasSize(6);
        assertThat(pixels[0]).isCloseTo((1 - 0.485f) / 0.229f, within(1e-6f));
        assertThat(pixels[1]).isCloseTo(-0.485f / 0.229f, within(1e-6f));
        assertThat(pixels[3]).isCloseTo((1 - 0.456f) / 0.224f, within(1e-6f));
        assertThat(pixels[4]).isCloseTo((0.2f - 0.406f) / 0.225f, within(1e-6f));
        assertThat(pixels[5]).isCloseTo((0.4f - 0.406f) / 0.225f, within(1e-6f));
        assertThat(Normalization.INCEPTION.apply(image)[0]).isEqualTo(1);
    }

    @Test
    void invertedNormalizationReturnsThePicture() {
        Image image = noise(6, 5, 1);
        float[] pixels = Normalization.IMAGENET.apply(image);
        assertThat(Normalization.IMAGENET.invert(pixels, 6, 5).rgb()).isEqualTo(image.rgb());
    }

    @Test
    void flipMirrorsColumnsOnly() {
        Image image = new Image(3, 1, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        assertThat(flipped(image).rgb()).containsExactly(7, 8, 9, 4, 5, 6, 1, 2, 3);
        assertThat(flipped(flipped(noise(4, 5, 2))).rgb())
                .isEqualTo(noise(4, 5, 2).rgb());
    }

    @Test
    void trainViewIsTheImageOrItsMirrorImageEachHalfOfTheTime() {
        Image image = noise(8, 8, 3);
        float[] plain = Normalization.IMAGENET.apply(image);
        float[] mirrored = Normalization.IMAGENET.apply(flipped(image));
        TrainTransform transform = new TrainTransform(8, WHOLE, Normalization.IMAGENET);
        SplittableRandom random = new SplittableRandom(1);
        int numMirrored = 0;
        for (int i = 0; i < 1000; i++) {
            float[] pixels = transform.apply(image, random).get(0).pixels();
            boolean isMirrored = Arrays.equals(pixels, mirrored);
            assertThat(isMirrored || Arrays.equals(pixels, plain)).isTrue();
            numMirrored += isMirrored ? 1 : 0;
        }
        assertThat(numMirrored).isBetween(440, 560);
    }

    @Test
    void halfViewShowsTheSameBoxWithTheSameFlip() {
        // A ramp in x and y: red grows to the right, green downwards. Means of 2 x 2 pixels must nearly agree.
        Image ramp = flat(120, 90, 0, 0, 0);
        for (int y = 0; y < 90; y++) {
            for (int x = 0; x < 120; x++) {
                ramp.rgb()[(y * 120 + x) * 3] = (byte) (2 * x);
                ramp.rgb()[(y * 120 + x) * 3 + 1] = (byte) (2 * y);
            }
        }
        PretrainTransform transform = new PretrainTransform(32);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 50; i++) {
            View view = transform.apply(ramp, random).get(0);
            assertThat(view.halfPixels()).hasSize(3 * 16 * 16);
            for (int c = 0; c < 2; c++) {
                for (int y = 1; y < 15; y++) {
                    for (int x = 1; x < 15; x++) {
                        int full = c * 1024 + 2 * y * 32 + 2 * x;
                        float mean = (view.pixels()[full]
                                        + view.pixels()[full + 1]
                                        + view.pixels()[full + 32]
                                        + view.pixels()[full + 33])
                                / 4;
                        float half = view.halfPixels()[c * 256 + y * 16 + x];
                        assertThat(half).isCloseTo(mean, within(0.035f)); // two of 255 levels
                    }
                }
            }
        }
    }

    @Test
    void viewsDependOnTheRandomStreamOnly() {
        Image image = noise(50, 40, 4);
        PretrainTransform transform = new PretrainTransform(16);
        Set<Integer> different = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            View first = transform.apply(image, new SplittableRandom(seed)).get(0);
            View second = transform.apply(image, new SplittableRandom(seed)).get(0);
            assertThat(second.pixels()).isEqualTo(first.pixels());
            assertThat(second.halfPixels()).isEqualTo(first.halfPixels());
            different.add(Arrays.hashCode(first.pixels()));
        }
        assertThat(different).hasSize(20);
    }

    @Test
    void evaluationCutsTheMiddleOfTheResizedImage() {
        // 8 / 0.8 = 10 is the short side already: nothing is resized. Offsets: (10 - 8) / 2 and (16 - 8) / 2.
        Image image = noise(16, 10, 5);
        EvalTransform transform = new EvalTransform(8, 0.8, Normalization.IMAGENET);
        Image middle = Resizer.resize(image, new Box(4, 1, 8, 8), 8, 8, Resampling.BICUBIC);
        View view = transform.apply(image, new SplittableRandom(1)).get(0);
        assertThat(view.pixels()).isEqualTo(Normalization.IMAGENET.apply(middle));
        assertThat(view.halfPixels()).isEmpty();
    }

    @Test
    void evaluationRoundsTheLongSideDownAndOddOffsetsHalfToEven() {
        // Short side 6 of 4 x 7: long side int(10.5) = 10; offsets (6 - 5) / 2 = .5 -> 0 and (10 - 5) / 2 = 2.5 -> 2.
        Image image = noise(4, 7, 6);
        EvalTransform transform = new EvalTransform(5, 5.0 / 6, Normalization.IMAGENET);
        Image whole = Resizer.resize(image, new Box(0, 0, 4, 7), 6, 10, Resampling.BICUBIC);
        Image middle = Resizer.resize(whole, new Box(0, 2, 5, 5), 5, 5, Resampling.BICUBIC);
        assertThat(transform.apply(image, new SplittableRandom(1)).get(0).pixels())
                .isEqualTo(Normalization.IMAGENET.apply(middle));
    }

    @Test
    void evaluationCutsTheShortSideToAWholeNumberAsTimmDoes() {
        Image image = noise(6, 6, 8); // 6 / 0.875 = 6.86
        assertThat(new EvalTransform(6)
                        .apply(image, new SplittableRandom(1))
                        .get(0)
                        .pixels())
                .isEqualTo(Normalization.IMAGENET.apply(image));
    }

    @Test
    void cropRatioOneKeepsASquareImage() {
        Image image = noise(9, 9, 7);
        EvalTransform transform = new EvalTransform(9, 1, Normalization.IMAGENET);
        assertThat(transform.apply(image, new SplittableRandom(1)).get(0).pixels())
                .isEqualTo(Normalization.IMAGENET.apply(image));
    }

    @Test
    void extremeShapesNeedLittleMemory() {
        Image line = noise(1, 30_000, 8);
        assertThat(new EvalTransform(224)
                        .apply(line, new SplittableRandom(1))
                        .get(0)
                        .pixels())
                .hasSize(3 * 224 * 224);
        assertThat(new PretrainTransform(32)
                        .apply(line, new SplittableRandom(1))
                        .get(0)
                        .pixels())
                .hasSize(3 * 32 * 32);
        assertThat(new EvalTransform(32)
                        .apply(flat(1, 1, 9, 9, 9), new SplittableRandom(1))
                        .get(0)
                        .pixels())
                .hasSize(3 * 32 * 32);
    }

    @Test
    void badSizesAreRefused() {
        assertThatThrownBy(() -> new PretrainTransform(33)).hasMessageContaining("expected an even number");
        assertThatThrownBy(() -> new TrainTransform(0)).hasMessageContaining("expected at least 1, got 0");
        assertThatThrownBy(() -> new EvalTransform(8, 1.5, Normalization.IMAGENET))
                .hasMessageContaining("got 1.5");
    }
}
