package io.splitmask.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored values come from an independent implementation in another language. */
final class RandomStreamTest {
    private static RandomStream stream() {
        return SplittableSeed.of(42).child("masks").child(1000).stream();
    }

    @Test
    void splitMixGivesThePublishedValues() {
        SplitMix generator = new SplitMix(1234567);
        assertThat(new long[] {generator.next(), generator.next(), generator.next()})
                .containsExactly(6457827717110365317L, 3203168211198807973L, -8629252141511181193L);
    }

    @Test
    void xoshiroGivesThePublishedValues() {
        RandomStream stream = new RandomStream(1, 2, 3, 4);
        assertThat(stream.longs(6).toArray())
                .containsExactly(
                        41943041L,
                        58720359L,
                        3588806011781223L,
                        3591011842654386L,
                        -9218127359498767411L,
                        -8473074601504656454L);
    }

    @Test
    void valuesOfASeedNeverChange() {
        assertThat(stream().longs(4).toArray())
                .containsExactly(0xd643110dc05efe1aL, 0x1b244431b954f78bL, 0x1648cc0ebba2ac62L, 0xbdec57265ebf2aa7L);
        RandomStream gaussian = stream();
        assertThat(IntStream.range(0, 4)
                        .mapToDouble(i -> gaussian.nextGaussian())
                        .toArray())
                .containsExactly(
                        new double[] {0.9820437619148018, -1.2479639424332432, -1.359157797501998, 0.6491754740410436},
                        within(1e-14));
        RandomStream bounded = stream();
        assertThat(IntStream.range(0, 12).map(i -> bounded.nextInt(10)).toArray())
                .containsExactly(8, 1, 0, 7, 6, 2, 9, 8, 0, 4, 6, 8);
        RandomStream uniform = SplittableSeed.of(-1).child("weights.patch_embed.proj").stream();
        assertThat(new double[] {uniform.nextDouble(), uniform.nextDouble(), uniform.nextDouble()})
                .containsExactly(0.8711176762275229, 0.01707187895767781, 0.8740306006332014);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1 << 30, Integer.MAX_VALUE})
    void boundedIntegersAreInRangeAndEvenlySpread(int bound) {
        RandomStream stream = stream();
        double sum = 0;
        for (int i = 0; i < 20_000; i++) {
            int value = stream.nextInt(bound);
            assertThat(value).isBetween(0, bound - 1);
            sum += value;
        }
        double standardError = bound / Math.sqrt(12 * 20_000);
        assertThat(sum / 20_000).isCloseTo((bound - 1) / 2.0, within(4 * standardError));
    }

    @Test
    void everyBoundedValueIsEquallyLikely() {
        RandomStream stream = stream();
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[stream.nextInt(-3, 4) + 3]++;
        }
        assertThat(Arrays.stream(counts)).allSatisfy(count -> assertThat(count).isBetween(9_600, 10_400));
    }

    @Test
    void rangesWiderThanHalfOfAllLongsWork() {
        RandomStream stream = stream();
        for (int i = 0; i < 1000; i++) {
            assertThat(stream.nextLong(Long.MIN_VALUE, Long.MAX_VALUE)).isLessThan(Long.MAX_VALUE);
            assertThat(stream.nextLong(-3, Long.MAX_VALUE)).isBetween(-3L, Long.MAX_VALUE - 1);
        }
        assertThatThrownBy(() -> stream.nextInt(0)).hasMessage("expected origin < bound, got 0 and 0");
    }

    @Test
    void fractionsStayBelowTheirBound() {
        RandomStream stream = stream();
        float justAbove = Math.nextUp(1f);
        for (int i = 0; i < 10_000; i++) {
            assertThat(stream.nextFloat()).isBetween(0f, Math.nextDown(1f));
            assertThat(stream.nextFloat(1f, justAbove)).isEqualTo(1f);
            assertThat(stream.nextDouble(-2, 3)).isBetween(-2.0, Math.nextDown(3.0));
        }
        assertThatThrownBy(() -> stream.nextDouble(Double.NaN)).hasMessageContaining("expected finite origin < bound");
    }

    @Test
    void momentsAreThoseOfTheDistributions() {
        RandomStream stream = stream();
        int n = 200_000;
        double[] gaussian = new double[n];
        double exponential = 0;
        for (int i = 0; i < n; i++) {
            gaussian[i] = stream.nextGaussian(1, 2);
            exponential += stream.nextExponential() / n;
        }
        double mean = Arrays.stream(gaussian).average().orElseThrow();
        double variance = Arrays.stream(gaussian)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(1, within(0.02));
        assertThat(variance).isCloseTo(4, within(0.05));
        assertThat(exponential).isCloseTo(1, within(0.01));
    }

    @Test
    void bytesAreThoseOfTheLongs() {
        byte[] bytes = new byte[11];
        stream().nextBytes(bytes);
        assertThat(bytes).containsExactly(0x1a, 0xfe, 0x5e, 0xc0, 0x0d, 0x11, 0x43, 0xd6, 0x8b, 0xf7, 0x54);
    }

    @Test
    void everyOrderOfAShuffleIsEquallyLikely() {
        RandomStream stream = stream();
        int[] counts = new int[27];
        for (int i = 0; i < 60_000; i++) {
            int[] values = {0, 1, 2};
            stream.shuffle(values);
            counts[9 * values[0] + 3 * values[1] + values[2]]++;
        }
        assertThat(Arrays.stream(counts).filter(count -> count > 0)).hasSize(6).allSatisfy(count -> assertThat(count)
                .isBetween(9_600, 10_400));
    }
}
