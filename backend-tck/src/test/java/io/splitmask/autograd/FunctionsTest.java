package io.splitmask.autograd;

import static org.assertj.core.api.Assertions.assertThat;

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
