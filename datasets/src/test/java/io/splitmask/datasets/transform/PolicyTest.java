package io.splitmask.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Image;
import io.splitmask.datasets.TestImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {
    private static final double[] MAGNITUDES = {2.7, 9.3, 10};

    /** timm's names; the order is that of expected/operations.png and of the enum. */
    private static final Map<PolicyOperation, String> NAMES = names();

    private static Map<PolicyOperation, String> names() {
        String[] names = ("AutoContrast Equalize Invert Rotate Posterize PosterizeIncreasing PosterizeOriginal Solarize"
                        + " SolarizeIncreasing SolarizeAdd Color ColorIncreasing Contrast ContrastIncreasing"
                        + " BrightnessIncreasing Sharpness SharpnessIncreasing ShearX ShearY TranslateXRel"
                        + " TranslateYRel")
                .split(" ");
        Map<PolicyOperation, String> map = new HashMap<>();
        for (PolicyOperation operation : PolicyOperation.values()) {
            map.put(operation, names[operation.ordinal()]);
        }
        return map;
    }

    @ParameterizedTest
    @EnumSource
    void operationGivesTimmsPixels(PolicyOperation operation) throws IOException {
        Image patch = StoredImages.read("patch");
        Image sheet = StoredImages.read("operations");
        int tile = operation.ordinal() * MAGNITUDES.length * 2;
        for (double magnitude : MAGNITUDES) {
            for (boolean forward : new boolean[] {true, false}) {
                Box place = new Box(0, tile++ * patch.height(), patch.width(), patch.height());
                Image expected = Resizer.resize(sheet, place, patch.width(), patch.height(), Resampling.BILINEAR);
                StoredImages.assertSame(
                        operation.apply(patch, magnitude, WarpStyle.IMAGENET, new ScriptedRandom(forward)), expected);
            }
        }
        assertThat(sheet.height()).isEqualTo(PolicyOperation.values().length * 6 * patch.height());
    }

    @ParameterizedTest
    @EnumSource
    void policyIsTimms(AutoAugmentPolicy policy) throws IOException {
        String file = "expected/policy-" + policy.name().toLowerCase(Locale.ROOT) + ".txt";
        try (InputStream stream = PolicyTest.class.getResourceAsStream(file)) {
            List<String> expected = new String(stream.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            assertThat(policy.pairs().stream().map(pair -> text(pair.first()) + " " + text(pair.second())))
                    .containsExactlyElementsOf(expected);
        }
    }

    private static String text(AutoAugmentPolicy.Step step) {
        return NAMES.get(step.operation()) + " " + step.probability() + " " + (int) step.magnitude();
    }

    @Test
    void randAugmentDrawsOperationsThenCoinMagnitudeAndDirection() {
        Image image = TestImages.noise(12, 10, 3);
        RandAugment augment = RandAugment.of(9);
        // Operations 3 (rotate) and 11 (shear x); the first is skipped, the second has m = 9 - 2 * 0.5.
        ScriptedRandom random = new ScriptedRandom(3, 11, 0.5, 0.49, -2.0, false);
        Image expected = new Warp(image, WarpStyle.IMAGENET).shearX(-0.8 * 0.3);
        StoredImages.assertSame(augment.apply(image, random), expected);
        assertThat(random.isUsedUp()).isTrue();
        // The same twice: with replacement. m = 9 + 0.5 * 4 is cut to 10, so posterise keeps no bit.
        random = new ScriptedRandom(4, 4, 0.1, 4.0, 0.9);
        assertThat(augment.apply(image, random).rgb()).containsOnly(0);
    }

    @Test
    void randAugmentChoosesAllOperationsEquallyOften() {
        Image image = TestImages.noise(4, 4, 3);
        SplittableRandom random = new SplittableRandom(1);
        RandAugment one = new RandAugment(9, 0, 1, WarpStyle.IMAGENET);
        int numInverted = 0;
        int numUnchanged = 0;
        for (int i = 0; i < 15_000; i++) {
            Image changed = one.apply(image, random);
            numUnchanged += changed == image ? 1 : 0;
            numInverted += Arrays.equals(changed.rgb(), Levels.invert(image).rgb()) ? 1 : 0;
        }
        assertThat(numUnchanged).isBetween(7300, 7700);
        assertThat(numInverted).isBetween(430, 570); // 15,000 / 15 / 2
    }

    @Test
    void autoAugmentDrawsThePairThenItsSteps() {
        Image image = TestImages.noise(12, 10, 3);
        // Pair 14: saturation 0.6 at 4, then contrast always at 8: no number is drawn for the latter.
        ScriptedRandom random = new ScriptedRandom(14, 0.59);
        Image expected = Enhancement.contrast(Enhancement.saturation(image, 0.4 * 1.8 + 0.1), 0.8 * 1.8 + 0.1);
        StoredImages.assertSame(AutoAugment.ORIGINAL.apply(image, random), expected);
        random = new ScriptedRandom(14, 0.6);
        StoredImages.assertSame(
                AutoAugment.ORIGINAL.apply(image, random), Enhancement.contrast(image, 0.8 * 1.8 + 0.1));
        assertThat(random.isUsedUp()).isTrue();
        // With a deviation the magnitude is drawn: 8 + 0.5 * 2.
        AutoAugment varied = new AutoAugment(AutoAugmentPolicy.ORIGINAL, 0.5, WarpStyle.IMAGENET);
        StoredImages.assertSame(
                varied.apply(image, new ScriptedRandom(14, 0.9, 2.0)), Enhancement.contrast(image, 0.9 * 1.8 + 0.1));
    }

    @Test
    void fillColourIsTheMeanOfTheStatistics() {
        assertThat(WarpStyle.IMAGENET.fill()).isEqualTo(new Colour(124, 116, 104));
        assertThat(Normalization.INCEPTION.meanColour()).isEqualTo(new Colour(128, 128, 128));
    }

    @Test
    void badArgumentsAreRefused() {
        assertThatThrownBy(() -> RandAugment.of(11)).hasMessage("RandAugment: expected a magnitude of 0..10, got 11.0");
        assertThatThrownBy(() -> new RandAugment(9, -1, 2, WarpStyle.IMAGENET)).hasMessageContaining("deviation");
        assertThatThrownBy(() -> new RandAugment(9, 0, 0, WarpStyle.IMAGENET)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new AutoAugment(AutoAugmentPolicy.V0, Double.NaN, WarpStyle.IMAGENET))
                .hasMessageContaining("got NaN");
        assertThatThrownBy(() -> new WarpStyle(Resampling.LANCZOS, new Colour(0, 0, 0)))
                .hasMessage("warp: expected BILINEAR or BICUBIC, got LANCZOS");
        assertThatThrownBy(() -> new Colour(0, 256, 0)).hasMessageContaining("0..255");
    }
}
