package io.splitmask.datasets.transform;

import static io.splitmask.datasets.TestImages.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Image;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationsTest {
    private static final Augmentation INVERT = (image, random) -> Levels.invert(image);
    private static final Augmentation GREY = (image, random) -> Greyscale.apply(image);

    private final Image image = noise(9, 7, 1);

    @Test
    void shareOfImagesIsChanged() {
        Augmentation sometimes = INVERT.withProbability(0.3);
        SplittableRandom random = new SplittableRandom(5);
        int numChanged = 0;
        for (int i = 0; i < 5000; i++) {
            numChanged += sometimes.apply(image, random) == image ? 0 : 1;
        }
        assertThat(numChanged).isBetween(1400, 1600);
    }

    @Test
    void alwaysAndNeverDrawNothing() {
        ScriptedRandom none = new ScriptedRandom();
        assertThat(INVERT.withProbability(1).apply(image, none).rgb())
                .isEqualTo(Levels.invert(image).rgb());
        assertThat(INVERT.withProbability(0)).isSameAs(Augmentation.NONE);
        assertThat(Augmentation.NONE.apply(image, none)).isSameAs(image);
        assertThatThrownBy(() -> INVERT.withProbability(1.1)).hasMessage("probability: expected 0..1, got 1.1");
        assertThatThrownBy(() -> INVERT.withProbability(Double.NaN)).hasMessageContaining("got NaN");
    }

    @Test
    void changesFollowOneAnother() {
        Image expected = Levels.invert(Greyscale.apply(image));
        assertThat(GREY.then(INVERT).apply(image, new ScriptedRandom()).rgb()).isEqualTo(expected.rgb());
        assertThat(GREY.then(Augmentation.NONE)).isSameAs(GREY);
        assertThat(Augmentation.NONE.then(GREY)).isSameAs(GREY);
    }

    @Test
    void blurDrawsItsRadiusUniformly() {
        Image expected = GaussianBlur.blur(image, 0.1 + 1.9 * 0.25);
        assertThat(GaussianBlur.BYOL.apply(image, new ScriptedRandom(0.25)).rgb())
                .isEqualTo(expected.rgb());
        assertThatThrownBy(() -> new GaussianBlur(1, 0.5)).hasMessageContaining("blur radius");
    }

    @Test
    void jitterFollowsTheDrawnOrderAndFactors() {
        // The draws 0, 0, 2, 0 give the order 3, 0, 2, 1: hue, brightness, saturation, contrast.
        ScriptedRandom random = new ScriptedRandom(0, 0, 2, 0, 0.25, 0.5, 1.0, 0.125);
        Image expected = HueShift.apply(image, 0.1 * (2 * 0.125 - 1));
        expected = Enhancement.brightness(expected, 0.6 + 0.8 * 0.25);
        expected = Enhancement.saturation(expected, 1.2);
        expected = Enhancement.contrast(expected, 1);
        StoredImages.assertSame(RandomColourJitter.BYOL.apply(image, random), expected);
        assertThat(random.isUsedUp()).isTrue();
    }

    @Test
    void jitterOrderIsUniform() {
        // Contrast and brightness do not commute: the mean grey is taken after or before.
        int[] counts = new int[4];
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 4000; i++) {
            int[] order = RandomColourJitter.order(random);
            assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3);
            counts[order[2]]++;
        }
        assertThat(Arrays.stream(counts).boxed()).allMatch(count -> count > 880 && count < 1120);
    }

    @Test
    void jitterLeavesAPropertyOfStrengthZeroAlone() {
        ScriptedRandom random = new ScriptedRandom(0, 0, 0, 0, 0.5);
        Image changed = new RandomColourJitter(0, 2, 0, 0).apply(image, random);
        // The lowest factor is 0, not 1 - 2.
        StoredImages.assertSame(changed, Enhancement.contrast(image, 1.5));
        assertThat(random.isUsedUp()).isTrue();
    }

    @Test
    void jitterRefusesBadStrengths() {
        assertThatThrownBy(() -> new RandomColourJitter(0, 0, 0, 0.6)).hasMessageContaining("hue from 0 to 0.5");
        assertThatThrownBy(() -> new RandomColourJitter(0, -1, 0, 0)).hasMessageContaining("contrast >= 0, got -1.0");
        assertThatThrownBy(() -> new RandomColourJitter(Double.NaN, 0, 0, 0)).hasMessageContaining("got NaN");
    }
}
