package io.splitmask.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Image;
import io.splitmask.data.View;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CropViewTest {
    private static final Normalization PLAIN =
            new Normalization(new double[] {0, 0, 0}, new double[] {1 / 255.0, 1 / 255.0, 1 / 255.0});
    private static final RandomResizedCrop WHOLE = new RandomResizedCrop(1, 1, 1, 1);

    private static CropView view(ViewSize size, double flip, Photometry photometry) {
        return new CropView(size, WHOLE, Resampling.BICUBIC, flip, photometry);
    }

    /** Left half dark red, right half bright green. */
    private static Image halves() {
        byte[] rgb = new byte[16 * 16 * 3];
        for (int i = 0; i < 256; i++) {
            rgb[3 * i + (i % 16 < 8 ? 0 : 1)] = (byte) (i % 16 < 8 ? 40 : 200);
        }
        return new Image(16, 16, rgb);
    }

    @Test
    void aFlippedViewIsFlippedAtBothResolutions() {
        View view = view(ViewSize.withHalf(16), 1, Photometry.NONE)
                .apply(halves(), PLAIN, new SplittableRandom(1), Stage.Listener.NONE);
        assertThat(view.pixels()[0]).as("red, top left").isZero();
        assertThat(view.pixels()[15]).as("red, top right").isEqualTo(40);
        assertThat(view.halfPixels()).hasSize(3 * 8 * 8);
        assertThat(view.halfPixels()[0]).isZero();
        assertThat(view.halfPixels()[7]).isEqualTo(40);
    }

    @Test
    void colourAndSolarisationAreThoseOfTheFullResolution() {
        Photometry photometry = new Photometry(
                Photometry.colour(RandomColourJitter.BYOL, 1, 0.5), Augmentation.NONE, Solarisation.BYOL);
        for (int seed = 0; seed < 20; seed++) {
            View view = view(ViewSize.withHalf(16), 0, photometry)
                    .apply(halves(), PLAIN, new SplittableRandom(seed), Stage.Listener.NONE);
            for (int c = 0; c < 3; c++) {
                float full = view.pixels()[c * 256 + 5 * 16 + 3];
                float half = view.halfPixels()[c * 64 + 2 * 8 + 1];
                // Far from the edge both show the same flat colour; contrast looks at the mean, which rounding may
                // move.
                assertThat(half).as("channel " + c + ", seed " + seed).isBetween(full - 2, full + 2);
            }
        }
    }

    @Test
    void blurIsForTheFullResolutionAlone() {
        Photometry blurred = new Photometry(Augmentation.NONE, new GaussianBlur(2, 2), Augmentation.NONE);
        View sharp = view(ViewSize.withHalf(16), 0, Photometry.NONE)
                .apply(halves(), PLAIN, new SplittableRandom(3), Stage.Listener.NONE);
        View soft = view(ViewSize.withHalf(16), 0, blurred)
                .apply(halves(), PLAIN, new SplittableRandom(3), Stage.Listener.NONE);
        assertThat(soft.pixels()).isNotEqualTo(sharp.pixels());
        assertThat(soft.halfPixels()).isEqualTo(sharp.halfPixels());
    }

    @Test
    void viewsOfOneImageDifferAndHaveTheirSizes() {
        CropView global = new CropView(
                ViewSize.withHalf(16), RandomResizedCrop.STANDARD, Resampling.BICUBIC, 0.5, Photometry.NONE);
        CropView local = new CropView(
                ViewSize.whole(8), RandomResizedCrop.ofScale(0.05, 0.4), Resampling.BICUBIC, 0.5, Photometry.NONE);
        PretrainTransform transform = new PretrainTransform(List.of(global, global, local), PLAIN);
        List<View> views = transform.apply(halves(), new SplittableRandom(5));
        assertThat(transform.sizes()).containsExactly(ViewSize.withHalf(16), ViewSize.withHalf(16), ViewSize.whole(8));
        assertThat(views).extracting(View::imageSize).containsExactly(16, 16, 8);
        assertThat(views.get(0).pixels()).isNotEqualTo(views.get(1).pixels());
        assertThat(views.get(2).hasHalfPixels()).isFalse();
        List<View> again = transform.apply(halves(), new SplittableRandom(5));
        assertThat(again.get(2).pixels()).isEqualTo(views.get(2).pixels());
    }

    @Test
    void wrongNumbersAreNamed() {
        assertThatThrownBy(() -> view(ViewSize.withHalf(16), 1.5, Photometry.NONE))
                .hasMessage("flip: expected a probability in 0..1, got 1.5");
        assertThatThrownBy(() -> new Solarisation(257)).hasMessageContaining("from 0 to 256, got 257");
        assertThatThrownBy(() -> new PretrainTransform(List.of(), PLAIN)).hasMessageContaining("one or more views");
    }
}
