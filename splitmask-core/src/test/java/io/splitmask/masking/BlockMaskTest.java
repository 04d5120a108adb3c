package io.splitmask.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.nn.PatchGrid;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The distribution of 40,000 masks of the original code (recipes, section 2.3). */
final class BlockMaskTest {
    private static final int DRAWS = 20_000;

    @ParameterizedTest
    @CsvSource({"98, 97.57, 0.84, 0.706, 94, 96, 5.66", "75, 74.47, 1.00, 0.664, 70, 72, 4.12"})
    void distributionIsThatOfTheOriginal(
            int wanted, double mean, double deviation, double full, int percentile1, int percentile5, double blocks) {
        RandomStream random = SplittableSeed.of(1).child("masks").stream();
        int[] counts = new int[DRAWS];
        double sumOfBlocks = 0;
        double[] perPatch = new double[196];
        for (int draw = 0; draw < DRAWS; draw++) {
            BlockMask mask = BlockMask.draw(new PatchGrid(14, 14), wanted, 16, 75, random);
            boolean[] masked = mask.masked();
            counts[draw] = mask.count();
            sumOfBlocks += mask.blocks();
            int marked = 0;
            for (int patch = 0; patch < masked.length; patch++) {
                marked += masked[patch] ? 1 : 0;
                perPatch[patch] += masked[patch] ? 1.0 / DRAWS : 0;
            }
            assertThat(mask.count()).isEqualTo(marked).isLessThanOrEqualTo(wanted);
        }
        double actualMean = Arrays.stream(counts).average().orElseThrow();
        double variance = Arrays.stream(counts)
                .mapToDouble(count -> (count - actualMean) * (count - actualMean))
                .average()
                .orElseThrow();
        Arrays.sort(counts);
        assertThat(actualMean).isCloseTo(mean, within(0.03));
        assertThat(Math.sqrt(variance)).isCloseTo(deviation, within(0.04));
        assertThat(Arrays.stream(counts).filter(count -> count == wanted).count() / (double) DRAWS)
                .isCloseTo(full, within(0.015));
        assertThat(counts[DRAWS / 100]).isEqualTo(percentile1);
        assertThat(counts[DRAWS / 20]).isEqualTo(percentile5);
        assertThat(sumOfBlocks / DRAWS).isCloseTo(blocks, within(0.05));
        // The mask has no preferred side.
        assertThat(IntStream.range(0, 98).mapToDouble(patch -> perPatch[patch]).sum())
                .isCloseTo(actualMean / 2, within(0.5));
        assertThat(IntStream.range(0, 196)
                        .filter(patch -> patch % 14 < 7)
                        .mapToDouble(patch -> perPatch[patch])
                        .sum())
                .isCloseTo(actualMean / 2, within(0.5));
    }

    @Test
    void noBlockFillsAWholeSideOfTheGrid() {
        RandomStream random = SplittableSeed.of(2).stream();
        for (int draw = 0; draw < 200; draw++) {
            assertThat(BlockMask.draw(new PatchGrid(7, 1), 3, 1, 3, random).count())
                    .isZero();
            assertThat(BlockMask.draw(new PatchGrid(1, 7), 3, 1, 3, random).count())
                    .isZero();
        }
    }
}
