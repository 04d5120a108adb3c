package io.splitmask.tokenizers.kmeans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.random.SplittableSeed;
import io.splitmask.tokenizers.FakeImages;
import io.splitmask.tokenizers.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PatchSamplerTest {
    private static final SplittableSeed SEED = SplittableSeed.of(11);

    private static PointSet draw(PatchSampler sampler, FakeImages images, int count) {
        return sampler.draw(images, count, done -> true).orElseThrow();
    }

    @Test
    void eachImageGivesTheSameNumberOfPatchesFromDifferentPlaces() {
        // A pixel says its image, and where it is.
        FakeImages images = new FakeImages(
                3, 2, 4, (image, channel, row, column) -> 1000 * (image + 1) + 100 * channel + 10 * row + column);
        PointSet points = draw(new PatchSampler(2, Metric.EUCLIDEAN, 3, SEED), images, 14);
        assertThat(points.size()).isEqualTo(14);
        Set<Float> corners = new HashSet<>();
        for (int i = 0; i < 14; i++) {
            float[] patch = Blobs.point(points, i);
            float corner = patch[0];
            assertThat((int) corner / 1000).isEqualTo(i / 3 + 1);
            assertThat(corner % 1000).isIn(0f, 2f, 20f, 22f);
            assertThat(Arrays.copyOf(patch, 5))
                    .containsExactly(corner, corner + 1, corner + 10, corner + 11, corner + 100);
            corners.add(corner);
        }
        assertThat(corners).hasSize(14);
    }

    @Test
    void aSeedGivesTheSamePatchesAndAnotherSeedOthers() {
        PatchSampler sampler = new PatchSampler(2, Metric.COSINE, 2, SEED);
        long checksum = draw(sampler, FakeImages.noise(2, 3, 8), 30).checksum();
        assertThat(draw(sampler, FakeImages.noise(2, 3, 8), 30).checksum()).isEqualTo(checksum);
        PatchSampler other = new PatchSampler(2, Metric.COSINE, 2, SplittableSeed.of(12));
        assertThat(draw(other, FakeImages.noise(2, 3, 8), 30).checksum()).isNotEqualTo(checksum);
    }

    @Test
    void grayPatchesAreLeftOutForTheCosineAlone() {
        FakeImages.Pixels halfGrey = (image, channel, row, column) -> column < 4 ? 0.001f : 1 + row + channel;
        PointSet directions = draw(new PatchSampler(2, Metric.COSINE, 16, SEED), new FakeImages(2, 2, 8, halfGrey), 40);
        for (int i = 0; i < 40; i++) {
            float[] patch = Blobs.point(directions, i);
            assertThat(patch[0]).isLessThan(patch[11]);
        }
        PointSet pixels = draw(new PatchSampler(2, Metric.EUCLIDEAN, 16, SEED), new FakeImages(2, 2, 8, halfGrey), 16);
        long grey = 0;
        for (int i = 0; i < 16; i++) {
            grey += Blobs.point(pixels, i)[0] == 0.001f ? 1 : 0;
        }
        assertThat(grey).isEqualTo(8);
    }

    @Test
    void tellsHowFarItIsAndStopsWhenAsked() {
        List<Integer> told = new ArrayList<>();
        assertThat(new PatchSampler(2, Metric.COSINE, 2, SEED).draw(FakeImages.noise(2, 3, 8), 100, done -> {
                    told.add(done);
                    return told.size() < 3;
                }))
                .isEmpty();
        assertThat(told).containsExactly(6, 12, 18);
    }

    @Test
    void plainGreyImagesAreAnErrorAndNotAnEndlessLoop() {
        FakeImages grey = new FakeImages(2, 5, 4, (image, channel, row, column) -> 0);
        PatchSampler sampler = new PatchSampler(2, Metric.COSINE, 4, SEED);
        assertThatThrownBy(() -> sampler.draw(grey, 10, done -> true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("patches for k-means: expected 10 patches with a direction, got 0 from 10 images; are the"
                        + " images plain grey?");
    }

    @Test
    void rejectsMorePatchesThanAnImageHas() {
        PatchSampler sampler = new PatchSampler(2, Metric.COSINE, 5, SEED);
        assertThatThrownBy(() -> sampler.draw(FakeImages.noise(1, 1, 4), 10, done -> true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at most the 4 patches of an image, got perImage 5");
        assertThatThrownBy(() -> new PatchSampler(0, Metric.COSINE, 0, SEED))
                .hasMessageContainingAll("patchSize", "perImage");
    }
}
