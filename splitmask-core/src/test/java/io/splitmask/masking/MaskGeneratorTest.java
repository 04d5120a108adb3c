package io.splitmask.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.nn.PatchGrid;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class MaskGeneratorTest {
    private static RandomStream stream(long step) {
        return SplittableSeed.of(11).child("masks").child(step).stream();
    }

    static Stream<Arguments> counts() {
        return Stream.of(
                argumentSet("SplitMask, 14 x 14", BlockMasking.SPLITMASK, new PatchGrid(14, 14), 98, 98),
                argumentSet("BEiT, 14 x 14", BlockMasking.BEIT, new PatchGrid(14, 14), 121, 75),
                argumentSet("blocks, 32 x 32", BlockMasking.SPLITMASK, new PatchGrid(32, 32), 512, 512),
                argumentSet("blocks, 8 x 8", BlockMasking.SPLITMASK, new PatchGrid(8, 8), 32, 32),
                argumentSet("blocks, 3 x 5", BlockMasking.SPLITMASK, new PatchGrid(3, 5), 8, 7),
                argumentSet("blocks, 5 x 3", BlockMasking.SPLITMASK, new PatchGrid(5, 3), 8, 7),
                argumentSet("blocks, 1 x 2", BlockMasking.SPLITMASK, new PatchGrid(1, 2), 1, 1),
                argumentSet("blocks, 7 x 1", BlockMasking.SPLITMASK, new PatchGrid(7, 1), 4, 3),
                argumentSet("blocks, 3 of 4", new BlockMasking(0.75, 16, 75), new PatchGrid(6, 6), 9, 27),
                argumentSet("uniform half", new UniformMasking(0.5), new PatchGrid(14, 14), 98, 98),
                argumentSet("uniform half, 3 x 5", new UniformMasking(0.5), new PatchGrid(3, 5), 8, 7),
                argumentSet("uniform half, 1 x 2", new UniformMasking(0.5), new PatchGrid(1, 2), 1, 1),
                argumentSet("uniform 0.25", new UniformMasking(0.25), new PatchGrid(4, 4), 12, 4),
                argumentSet("uniform 0.75", UniformMasking.SMALL_DATA, new PatchGrid(14, 14), 49, 49),
                argumentSet("uniform 0.75, 3 x 5", UniformMasking.SMALL_DATA, new PatchGrid(3, 5), 4, 4),
                argumentSet("uniform 0.51, 3 x 5", new UniformMasking(0.51), new PatchGrid(3, 5), 7, 7),
                argumentSet("uniform 0.9", new UniformMasking(0.9), new PatchGrid(10, 10), 10, 10));
    }

    @ParameterizedTest
    @MethodSource("counts")
    void setsHaveTheExactCountsAscendingAndDisjoint(MaskGenerator generator, PatchGrid grid, int numA, int numB) {
        for (int step = 0; step < 50; step++) {
            Split split = generator.generate(5, grid, stream(step));
            assertThat(split.numA()).isEqualTo(numA);
            assertThat(split.numB()).isEqualTo(numB);
            assertThat(split.covers()).isEqualTo(numA + numB == grid.numPatches());
            for (int image = 0; image < 5; image++) {
                int[] owner = new int[grid.numPatches()];
                mark(owner, 1, split.indexA(), image * numA, numA);
                mark(owner, 2, split.indexB(), image * numB, numB);
                assertThat(IntStream.of(owner).filter(set -> set == 1).count()).isEqualTo(numA);
                assertThat(IntStream.of(owner).filter(set -> set == 2).count()).isEqualTo(numB);
            }
        }
    }

    /** Notes the set that each patch is in and fails if they are not ascending. */
    private static void mark(int[] owner, int set, int[] index, int start, int count) {
        for (int i = start; i < start + count; i++) {
            if (i > start && index[i] <= index[i - 1]) {
                throw new AssertionError("not ascending: " + index[i - 1] + ", " + index[i]);
            }
            owner[index[i]] += set;
        }
    }

    @ParameterizedTest
    @MethodSource("counts")
    void oneSeedGivesOneSplit(MaskGenerator generator, PatchGrid grid, int numA, int numB) {
        Split split = generator.generate(3, grid, stream(7));
        assertThat(generator.generate(3, grid, stream(7))).isEqualTo(split).hasSameHashCodeAs(split);
        assertThat(split.toString())
                .isEqualTo("Split of %d patches into %d and %d, 3 images", grid.numPatches(), numA, numB);
    }

    @Test
    void imagesAndStepsHaveSplitsOfTheirOwn() {
        PatchGrid grid = new PatchGrid(14, 14);
        for (MaskGenerator generator : new MaskGenerator[] {BlockMasking.SPLITMASK, UniformMasking.SMALL_DATA}) {
            Split split = generator.generate(2, grid, stream(0));
            int half = split.numA();
            assertThat(Arrays.copyOf(split.indexA(), half))
                    .isNotEqualTo(Arrays.copyOfRange(split.indexA(), half, 2 * half));
            assertThat(generator.generate(2, grid, stream(1))).isNotEqualTo(split);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5333, 0.4667", "0.25, 0.7333, 0.2667", "0.75, 0.2667, 0.2667"})
    void uniformMaskingGivesEveryPatchTheSameChance(double ratio, double shareA, double shareB) {
        PatchGrid grid = new PatchGrid(3, 5);
        double[] inA = new double[15];
        double[] inB = new double[15];
        int images = 20_000;
        Split split = new UniformMasking(ratio).generate(images, grid, stream(0));
        Arrays.stream(split.indexA()).forEach(patch -> inA[patch] += 1.0 / images);
        Arrays.stream(split.indexB()).forEach(patch -> inB[patch] += 1.0 / images);
        for (int patch = 0; patch < 15; patch++) {
            assertThat(inA[patch]).isCloseTo(shareA, within(0.02));
            assertThat(inB[patch]).isCloseTo(shareB, within(0.02));
        }
    }

    /** Neighbours share their branch far more often than under uniform masking, where it is (N/2 - 1) / (N - 1). */
    @ParameterizedTest
    @CsvSource({"14, 0.75, 0.90", "8, 0.65, 0.80", "32, 0.85, 0.97"})
    void blockMaskingKeepsNeighboursTogether(int side, double least, double most) {
        PatchGrid grid = new PatchGrid(side, side);
        int numPatches = grid.numPatches();
        assertThat(shareOfEqualNeighbours(BlockMasking.SPLITMASK.generate(500, grid, stream(0)), side))
                .isBetween(least, most);
        assertThat(shareOfEqualNeighbours(new UniformMasking(0.5).generate(500, grid, stream(0)), side))
                .isCloseTo((numPatches / 2.0 - 1) / (numPatches - 1), within(0.01));
    }

    private static double shareOfEqualNeighbours(Split split, int columns) {
        int pairs = 0;
        int equal = 0;
        for (int image = 0; image < split.batchSize(); image++) {
            boolean[] masked = new boolean[split.numPatches()];
            for (int i = 0; i < split.numB(); i++) {
                masked[split.indexB()[image * split.numB() + i]] = true;
            }
            for (int patch = 0; patch < split.numPatches() - 1; patch++) {
                if (patch % columns != columns - 1) {
                    pairs++;
                    equal += masked[patch] == masked[patch + 1] ? 1 : 0;
                }
            }
        }
        return (double) equal / pairs;
    }

    @Test
    void rejectsWhatCannotBe() {
        PatchGrid single = new PatchGrid(1, 1);
        assertThatThrownBy(() -> BlockMasking.SPLITMASK.generate(1, single, stream(0)))
                .hasMessage("BlockMasking of 1 x 1: expected a share that leaves both branches a patch of 1, got 0.5;"
                        + " use more patches (larger images or smaller patches)");
        assertThatThrownBy(() -> UniformMasking.SMALL_DATA.generate(1, new PatchGrid(1, 2), stream(0)))
                .hasMessageContaining("UniformMasking of 1 x 2");
        assertThatThrownBy(() -> BlockMasking.SPLITMASK.generate(0, new PatchGrid(2, 2), stream(0)))
                .hasMessage("BlockMasking: expected batchSize >= 1, got 0");
        assertThatThrownBy(() -> UniformMasking.SMALL_DATA.generate(-1, new PatchGrid(2, 2), stream(0)))
                .hasMessage("UniformMasking: expected batchSize >= 1, got -1");
        assertThatThrownBy(() -> new BlockMasking(1, 0, 196))
                .hasMessageContainingAll("maskRatio above 0 and below 1, got 1.0", "minBlock >= 1", "to 195, got 196");
        assertThatThrownBy(() -> new BlockMasking(0.5, 20, 10)).hasMessageContaining("from minBlock = 20");
        assertThatThrownBy(() -> new UniformMasking(Double.NaN)).hasMessageContaining("got NaN");
    }
}
