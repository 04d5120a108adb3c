package io.splitmask.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.OnReference;
import io.splitmask.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FunctionsTest extends OnReference {
    @Test
    void reluHandsNotANumberOn() {
        Tensor x = Tensor.of(backend, new float[] {-1, Float.NaN, 0, 2}, 4);
        assertThat(x.relu().toFloats()).containsExactly(0, Float.NaN, 0, 2);
    }

    @Test
    void sigmoidKeepsTheDigitsOfSmallValuesAndStaysFinite() {
        float[] values = {-200, -80, -20, -5, 0, 20, 200};
        Tensor x = Tensor.of(backend, values, 7).asLeaf();
        try (Tape tape = Tape.record()) {
            Tensor y = x.sigmoid();
            float[] slopes = tape.backward(y.sum()).of(x).orElseThrow().toFloats();
            for (int i = 0; i < values.length; i++) {
                double exact = 1 / (1 + Math.exp(-values[i]));
                double slope = exact * (1 - exact);
                assertThat((double) y.toFloats()[i]).isCloseTo(exact, within(1e-6 * exact + 1e-44));
                assertThat((double) slopes[i]).isCloseTo(slope, within(1e-6 * exact + 1e-44));
            }
        }
    }

    @Test
    void noGradientPassesWhereReluIsZeroHoweverLarge() {
        Tensor x = Tensor.of(backend, new float[] {-1, 0, 2, 3}, 4).asLeaf();
        Tensor scale =
                Tensor.of(backend, new float[] {Float.POSITIVE_INFINITY, Float.NaN, Float.POSITIVE_INFINITY, 5}, 4);
        try (Tape tape = Tape.record()) {
            Gradients gradients = tape.backward(x.relu().multiply(scale).sum());
            assertThat(gradients.of(x).orElseThrow().toFloats()).containsExactly(0, 0, Float.POSITIVE_INFINITY, 5);
        }
    }

    @Test
    void notANumberSpoilsTheWholeNormalisedVector() {
        Tensor x = Tensor.of(backend, new float[] {-1, Float.NaN, 0, 2}, 4);
        assertThat(x.l2Normalize(0, 1e-6f).toFloats()).containsOnly(Float.NaN);
    }
}
