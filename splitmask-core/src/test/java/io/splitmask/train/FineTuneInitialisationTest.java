package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Against recipes, section 1.4, the row of BEiT's fine-tuning. */
class FineTuneInitialisationTest {
    private static final int PATCH = 4;
    private static final int FAN_IN = 3 * PATCH * PATCH;
    private static final double HEAD_SCALE = 0.001;
    private static final int SAMPLES = 100;

    private static float[] values(String name, int... shape) {
        return new FineTuneInitialisation(PATCH, HEAD_SCALE)
                .of(name, Shape.of(shape))
                .orElseThrow()
                .values(Shape.of(shape), SplittableSeed.of(7).stream());
    }

    private static double deviation(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares / values.length);
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    @Test
    void patchProjectionIsUniformAsPyTorchMakesConvolutions() {
        double bound = 1 / Math.sqrt(FAN_IN);
        float[] weight = values("patch_embed.proj.weight", SAMPLES, 3, PATCH, PATCH);
        assertThat(largest(weight)).isBetween(0.99 * bound, bound);
        assertThat(deviation(weight)).isBetween(0.97 * bound / Math.sqrt(3), 1.03 * bound / Math.sqrt(3));
        assertThat(largest(values("patch_embed.proj.bias", SAMPLES))).isBetween(0.9 * bound, bound);
    }

    @Test
    void matricesKeepTheTailsOfTheNormalDistribution() {
        float[] qkv = values("blocks.0.attn.qkv.weight", SAMPLES, SAMPLES);
        assertThat(deviation(qkv)).isBetween(0.0195, 0.0205);
        assertThat(largest(qkv)).isGreaterThan(0.06);
        assertThat(values("blocks.0.attn.qkv.bias", SAMPLES)).containsOnly(0f);
    }

    @Test
    void outputsOfBlocksShrinkWithDepthAndTheHeadByItsScale() {
        assertThat(deviation(values("blocks.7.mlp.fc2.weight", SAMPLES, SAMPLES)))
                .isBetween(0.0048, 0.0052);
        assertThat(deviation(values("head.weight", SAMPLES, SAMPLES))).isBetween(1.9e-5, 2.1e-5);
    }
}
