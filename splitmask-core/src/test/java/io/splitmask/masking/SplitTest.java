package io.splitmask.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SplitTest {
    @Test
    void missingPatchesAreTheComplement() {
        Split split = new Split(2, 5, new int[] {0, 3, 1, 2}, new int[] {4, 0});
        assertThat(split.missingA()).containsExactly(1, 2, 4, 0, 3, 4);
        assertThat(split.missingB()).containsExactly(0, 1, 2, 3, 1, 2, 3, 4);
        assertThat(split.covers()).isFalse();
    }

    @Test
    void inACoveringSplitEachBranchMissesTheOther() {
        Split split = new Split(1, 4, new int[] {0, 2}, new int[] {1, 3});
        assertThat(split.missingA()).isEqualTo(split.indexB());
        assertThat(split.missingB()).isEqualTo(split.indexA());
        assertThat(split.covers()).isTrue();
    }

    @Test
    void rejectsSetsThatAreNoSplit() {
        assertThatThrownBy(() -> new Split(1, 4, new int[] {0, 2}, new int[] {2}))
                .hasMessage("Split: expected disjoint sets, got patch 2 of image 0 in both");
        assertThatThrownBy(() -> new Split(1, 4, new int[] {2, 0}, new int[] {1}))
                .hasMessage("Split: expected ascending patches from 0 to 3 in set A of image 0, got 0");
        assertThatThrownBy(() -> new Split(1, 4, new int[] {1, 1}, new int[] {2}))
                .hasMessageContaining("ascending");
        assertThatThrownBy(() -> new Split(2, 4, new int[] {0, 1}, new int[] {1, 4}))
                .hasMessageContaining("set B of image 1, got 4");
        assertThatThrownBy(() -> new Split(1, 4, new int[] {-1}, new int[] {1})).hasMessageContaining("got -1");
        assertThatThrownBy(() -> new Split(2, 4, new int[] {0, 1, 2}, new int[] {1, 2}))
                .hasMessageContaining("same number of patches, at least 1, for set A of 2 images, got 3");
        assertThatThrownBy(() -> new Split(1, 4, new int[] {0}, new int[0])).hasMessageContaining("set B");
        assertThatThrownBy(() -> new Split(0, 1, new int[0], new int[0])).hasMessageContaining("batchSize >= 1");
    }
}
