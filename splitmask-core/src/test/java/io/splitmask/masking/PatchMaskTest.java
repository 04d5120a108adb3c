package io.splitmask.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.nn.PatchGrid;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PatchMaskTest {
    private static final PatchMask RAGGED = new PatchMask(4, new int[] {2, 0, 1}, new int[] {1, 3, 0});

    private static RandomStream stream(long step) {
        return SplittableSeed.of(17).child(step).stream();
    }

    @Test
    void findsTheMaskedPatchesOfEveryImage() {
        assertThat(RAGGED.batchSize()).isEqualTo(3);
        assertThat(RAGGED.numMasked()).isEqualTo(3);
        assertThat(RAGGED.indicator()).containsExactly(0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0);
        assertThat(RAGGED.rows(5, 1)).containsExactly(2, 4, 11);
        assertThat(RAGGED.pick(new int[] {0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23}))
                .containsExactly(1, 3, 20);
        assertThat(PatchMask.ofEqualCounts(2, 4, new int[] {0, 1, 2, 3}).counts())
                .containsExactly(2, 2);
    }

    @Test
    void rejectsWhatIsNoMask() {
        assertThatThrownBy(() -> new PatchMask(4, new int[] {2}, new int[] {1}))
                .hasMessage("PatchMask: expected counts from 0 that add up to 1 positions, got 2 for image 0 after 0");
        assertThatThrownBy(() -> new PatchMask(4, new int[] {1}, new int[] {1, 2}))
                .hasMessage("PatchMask: expected counts that add up to 2 positions, got 1");
        assertThatThrownBy(() -> new PatchMask(4, new int[] {1, 2}, new int[] {3, 2, 2}))
                .hasMessage("PatchMask: expected ascending patches from 0 to 3 for image 1, got 2");
        assertThatThrownBy(() -> new PatchMask(4, new int[] {1}, new int[] {4})).hasMessageContaining("got 4");
        assertThatThrownBy(() -> new PatchMask(4, new int[0], new int[0])).hasMessageContaining("got 4 and 0");
    }

    /** The counts of the original code (recipes, section 2.3): 74.47 of 196 on average, the full 75 in 66 %. */
    @Test
    void blocksAreNotCompleted() {
        PatchMask mask = BlockMasking.BEIT.mask(10_000, new PatchGrid(14, 14), stream(0));
        assertThat(Arrays.stream(mask.counts()).max()).hasValue(75);
        assertThat(Arrays.stream(mask.counts()).average().orElseThrow()).isCloseTo(74.47, within(0.04));
        double full = Arrays.stream(mask.counts()).filter(count -> count == 75).count() / 10_000.0;
        assertThat(full).isCloseTo(0.664, within(0.02));
    }

    @ParameterizedTest
    @CsvSource({"1, 7", "7, 1", "2, 2", "1, 3"})
    void noImageIsWithoutAMaskedPatch(int rows, int columns) {
        PatchMask mask = BlockMasking.BEIT.mask(500, new PatchGrid(rows, columns), stream(1));
        assertThat(Arrays.stream(mask.counts()).min()).hasValue(1);
    }

    @Test
    void oneSeedGivesOneMask() {
        PatchGrid grid = new PatchGrid(8, 8);
        PatchMask mask = BlockMasking.BEIT.mask(3, grid, stream(2));
        assertThat(BlockMasking.BEIT.mask(3, grid, stream(2))).isEqualTo(mask).hasSameHashCodeAs(mask);
        assertThat(BlockMasking.BEIT.mask(3, grid, stream(3))).isNotEqualTo(mask);
        assertThat(RAGGED).hasToString("Mask of 3 patches of 3 images with 4 each");
    }
}
