package io.splitmask.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RandomResizedCropTest {
    private static final int NUM_DRAWS = 20_000;

    /** Numbers in a fixed order, and a count of the draws. */
    private static final class Scripted implements RandomGenerator {
        private final double[] doubles;
        private int next;

        Scripted(double... doubles) {
            this.doubles = doubles;
        }

        @Override
        public double nextDouble() {
            return doubles[next++ % doubles.length];
        }

        @Override
        public int nextInt(int bound) {
            return bound - 1; // the last offset is included
        }

        @Override
        public long nextLong() {
            throw new AssertionError("not expected");
        }
    }

    @Test
    void boxFollowsTheFormula() {
        // scale .08 + .5 * .92 = .54; ratio exp(0) = 1: side round(sqrt(.54 * 20000)) = 104 > 100, so a second try
        // with scale .1, that is area 2000, and ratio exp(ln(3/4) + .9 * (ln(4/3) - ln(3/4))) = 1.2588.
        Scripted random = new Scripted(0.5, 0.5, 0.02 / 0.92, 0.9);
        assertThat(RandomResizedCrop.STANDARD.sample(200, 100, random)).isEqualTo(new Box(150, 60, 50, 40));
        assertThat(random.next).isEqualTo(4);
    }

    @Test
    void boxesStayInsideTheImageAndWithinTheRanges() {
        RandomGenerator random = new SplittableRandom(1);
        for (int i = 0; i < NUM_DRAWS; i++) {
            Box box = RandomResizedCrop.STANDARD.sample(300, 200, random);
            assertThat(box.x() + box.width()).isLessThanOrEqualTo(300);
            assertThat(box.y() + box.height()).isLessThanOrEqualTo(200);
            double share = box.width() * box.height() / 60_000.0;
            assertThat(share).isBetween(0.077, 1.0);
            assertThat((double) box.width() / box.height()).isBetween(0.73, 1.36);
        }
    }

    @Test
    void areaIsUniformAndRatioIsSymmetricInItsLogarithm() {
        RandomGenerator random = new SplittableRandom(2);
        RandomResizedCrop crop = RandomResizedCrop.ofScale(0.08, 0.5); // nothing of it is refused on a square
        double sumShare = 0;
        double sumLogRatio = 0;
        int numBelowQuarter = 0;
        for (int i = 0; i < NUM_DRAWS; i++) {
            Box box = crop.sample(400, 400, random);
            double share = box.width() * box.height() / 160_000.0;
            sumShare += share;
            numBelowQuarter += share < 0.08 + 0.42 / 4 ? 1 : 0;
            sumLogRatio += Math.log((double) box.width() / box.height());
        }
        assertThat(sumShare / NUM_DRAWS).isCloseTo(0.29, within(0.005));
        assertThat((double) numBelowQuarter / NUM_DRAWS).isCloseTo(0.25, within(0.015));
        assertThat(sumLogRatio / NUM_DRAWS).isCloseTo(0, within(0.006));
    }

    @Test
    void offsetsReachBothEnds() {
        RandomGenerator random = new SplittableRandom(3);
        RandomResizedCrop crop = new RandomResizedCrop(0.25, 0.25, 1, 1); // 4 x 4 of 8 x 8: offsets 0..4
        int[] seen = new int[5];
        for (int i = 0; i < 1000; i++) {
            seen[crop.sample(8, 8, random).x()]++;
        }
        for (int count : seen) {
            assertThat(count).isBetween(140, 260);
        }
    }

    @Test
    void fallbackIsTheLargestCentredBoxWithinTheRatios() {
        RandomGenerator random = new SplittableRandom(4);
        RandomResizedCrop whole = RandomResizedCrop.ofScale(1, 1);
        // Of 1000 x 10 nothing fits: ratio above 4/3, so width round(10 * 4/3) = 13 at (1000 - 13) / 2.
        assertThat(whole.sample(1000, 10, random)).isEqualTo(new Box(493, 0, 13, 10));
        assertThat(whole.sample(10, 1000, random)).isEqualTo(new Box(0, 493, 10, 13));
        assertThat(new RandomResizedCrop(1, 1, 0.5, 0.9).sample(30, 30, random)).isEqualTo(new Box(1, 0, 27, 30));
    }

    @Test
    void onePixelImagesWork() {
        assertThat(RandomResizedCrop.STANDARD.sample(1, 1, new SplittableRandom(5)))
                .isEqualTo(new Box(0, 0, 1, 1));
        assertThat(RandomResizedCrop.STANDARD
                        .sample(1, 5000, new SplittableRandom(5))
                        .width())
                .isEqualTo(1);
    }

    @Test
    void badRangesAreRefused() {
        assertThatThrownBy(() -> RandomResizedCrop.ofScale(0, 1)).hasMessageContaining("crop scale");
        assertThatThrownBy(() -> RandomResizedCrop.ofScale(Double.NaN, 1)).hasMessageContaining("crop scale");
        assertThatThrownBy(() -> new RandomResizedCrop(0.1, 1, 2, 1)).hasMessageContaining("crop ratio");
    }
}
