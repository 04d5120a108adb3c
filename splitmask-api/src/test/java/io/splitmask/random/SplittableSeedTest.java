package io.splitmask.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SplittableSeedTest {
    @Test
    void derivedSeedsNeverChange() {
        assertThat(SplittableSeed.of(42).child("masks").child(1000))
                .isEqualTo(new SplittableSeed(0x0a95d426e58f7f9cL, 0x2c8de07417fe2e2fL));
        assertThat(SplittableSeed.of(-1).child("weights.patch_embed.proj"))
                .isEqualTo(new SplittableSeed(0x2da0744bc77c90c2L, 0xbcf7c10f5c7bf2aaL));
    }

    @Test
    void aStreamStartsAnewEachTime() {
        SplittableSeed seed = SplittableSeed.of(7);
        assertThat(seed.stream().longs(5).toArray())
                .isEqualTo(seed.stream().longs(5).toArray());
    }

    @Test
    void differentPathsGiveDifferentSeeds() {
        Set<SplittableSeed> seen = new HashSet<>();
        int paths = 0;
        for (long root = -3; root <= 3; root++) {
            SplittableSeed seed = SplittableSeed.of(root);
            seen.add(seed);
            paths++;
            for (String name : new String[] {"", "a", "b", "ab", "ba", "\0", "\0\0", "aaaaaaaa", "aaaaaaaaa", "1"}) {
                seen.add(seed.child(name));
                paths++;
                for (long counter = -50; counter < 50; counter++) {
                    seen.add(seed.child(name).child(counter));
                    seen.add(seed.child(counter).child(name));
                    paths += 2;
                }
            }
        }
        assertThat(seen).hasSize(paths);
        assertThat(seen.stream().mapToLong(SplittableSeed::high).distinct()).hasSize(paths);
        assertThat(seen.stream().mapToLong(SplittableSeed::low).distinct()).hasSize(paths);
    }

    @Test
    void neighbouringCountersGiveUnrelatedStreams() {
        SplittableSeed seed = SplittableSeed.of(0).child("steps");
        long differing = 0;
        for (long step = 0; step < 1000; step++) {
            differing += Long.bitCount(seed.child(step).stream().nextLong()
                    ^ seed.child(step + 1).stream().nextLong());
        }
        assertThat(differing / 1000.0).isBetween(31.5, 32.5);
    }
}
