package io.splitmask.masking;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import org.junit.jupiter.api.Test;

final class RandomPatchesTest {
    @Test
    void everySubsetIsEquallyLikely() {
        RandomStream random = SplittableSeed.of(5).stream();
        int[] left = new int[4];
        for (int draw = 0; draw < 40_000; draw++) {
            int[] patches = {0, 1, 2, 3};
            RandomPatches.drawToFront(patches, 3, random);
            left[patches[3]]++;
        }
        for (int count : left) {
            assertThat(count).isBetween(9_600, 10_400);
        }
    }
}
