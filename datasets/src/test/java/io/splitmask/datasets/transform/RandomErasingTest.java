package io.splitmask.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.random.NormalDistribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomErasingTest {
    /** Erased values of a 3 x 20 x 30 image that was all 99, as [top, left, height, width], or nothing. */
    private static int[] erased(float[] pixels) {
        int[] box = {20, 30, 0, 0};
        for (int i = 0; i < 600; i++) {
            if (pixels[i] != 99) {
                assertThat(pixels[600 + i]).isNotEqualTo(99);
                assertThat(pixels[1200 + i]).isNotEqualTo(99);
                box[0] = Math.min(box[0], i / 30);
                box[1] = Math.min(box[1], i % 30);
                box[2] = Math.max(box[2], i / 30 + 1);
                box[3] = Math.max(box[3], i % 30 + 1);
            }
        }
        return new int[] {box[0], box[1], box[2] - box[0], box[3] - box[1]};
    }

    private static float[] image() {
        float[] pixels = new float[1800];
        Arrays.fill(pixels, 99);
        return pixels;
    }

    @Test
    void rectangleFollowsTheFormula() {
        // Area .02 + .5 * (1/3 - .02) = .17667 of 600 = 106; ratio exp(0) = 1: side round(10.30) = 10. One try before
        // it fails: ratio 1/.3, height round(sqrt(200 / .3)) = 26 > 20.
        List<Object> script = new ArrayList<>(List.of(0.2, 1.0, 1.0, 0.5, 0.5, 10, 20));
        for (long i = 0; i < 300; i += 5) { // each long holds five numbers of 12 bits
            script.add(i | i + 1 << 12 | i + 2 << 24 | i + 3 << 36 | i + 4 << 48);
        }
        float[] pixels = image();
        ScriptedRandom random = new ScriptedRandom(script.toArray());
        RandomErasing.withProbability(0.25).apply(pixels, 20, 30, random);
        assertThat(random.isUsedUp()).isTrue();
        assertThat(erased(pixels)).containsExactly(10, 20, 10, 10);
        assertThat(pixels[10 * 30 + 20]).isEqualTo(noise(0));
        assertThat(pixels[10 * 30 + 21]).isEqualTo(noise(1));
        assertThat(pixels[11 * 30 + 20]).isEqualTo(noise(10));
        assertThat(pixels[600 + 10 * 30 + 20]).isEqualTo(noise(100));
        assertThat(pixels[1200 + 19 * 30 + 29]).isEqualTo(noise(299));
    }

    private static float noise(int number) {
        return (float) NormalDistribution.quantile((number + 0.5) / 4096);
    }

    @Test
    void noiseOfAnyLengthStaysInItsRun() {
        for (int length = 0; length <= 11; length++) {
            float[] values = new float[13];
            NormalNoise.fill(values, 1, 1 + length, new SplittableRandom(6));
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i] != 0)
                        .as("value %d of a run of %d", i, length)
                        .isEqualTo(i >= 1 && i <= length);
            }
        }
    }

    @Test
    void everyRectangleIsFilledCompletelyWithNormalNoise() {
        SplittableRandom random = new SplittableRandom(4);
        RandomErasing erasing = RandomErasing.withProbability(0.5);
        int numErased = 0;
        long count = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 2000; i++) {
            float[] pixels = image();
            erasing.apply(pixels, 20, 30, random);
            int[] box = erased(pixels);
            if (box[2] <= 0) {
                continue;
            }
            numErased++;
            int numChanged = 0;
            for (float value : pixels) {
                if (value != 99) {
                    numChanged++;
                    sum += value;
                    squares += value * value;
                }
            }
            count += numChanged;
            assertThat(numChanged).isEqualTo(3 * box[2] * box[3]);
            assertThat(box[2] * box[3] / 600.0).isBetween(0.015, 0.36);
        }
        assertThat(numErased).isBetween(920, 1080);
        assertThat(sum / count).isCloseTo(0, within(0.01));
        assertThat(squares / count).isCloseTo(1, within(0.01));
    }

    @Test
    void noneDrawsNothing() {
        float[] pixels = image();
        RandomErasing.NONE.apply(pixels, 20, 30, new ScriptedRandom());
        assertThat(pixels).containsOnly(99);
    }

    @Test
    void badRangesAreRefused() {
        assertThatThrownBy(() -> RandomErasing.withProbability(-0.1)).hasMessageContaining("erasing probability");
        assertThatThrownBy(() -> new RandomErasing(1, 0, 1, 0.3)).hasMessageContaining("erased area");
        assertThatThrownBy(() -> new RandomErasing(1, 0.1, 0.2, 1.5)).hasMessageContaining("erased ratio");
    }
}
