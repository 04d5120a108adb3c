package io.splitmask.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.OnReference;
import io.splitmask.autograd.Tape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LossArgumentsTest extends OnReference {
    private Tensor target(int... classes) {
        return Tensor.ofInts(backend, classes, classes.length);
    }

    @Test
    void aMeanOverNoRowsIsRefused() {
        assertThatThrownBy(() -> CrossEntropy.of(counting(0, 5), target()))
                .isInstanceOf(ShapeException.class)
                .hasMessage("crossEntropy: expected at least one row, got logits [0, 5]");
        assertThatThrownBy(() -> SoftCrossEntropy.of(counting(0, 5), counting(0, 5)))
                .hasMessage("softCrossEntropy: expected at least one row, got logits [0, 5]");
    }

    @Test
    void aClassThatIsRuledOutCountsOnlyAsATarget() {
        float no = Float.NEGATIVE_INFINITY;
        Tensor target = Tensor.of(backend, new float[] {0.25f, 0, 0.75f}, 1, 3);
        Tensor logits = Tensor.of(backend, new float[] {0, no, 0}, 1, 3).asLeaf();
        try (Tape tape = Tape.record()) {
            Tensor loss = SoftCrossEntropy.of(logits, target);
            assertThat(loss.item()).isEqualTo((float) Math.log(2));
            assertThat(tape.backward(loss).of(logits).orElseThrow().toFloats()).containsExactly(0.25f, 0, -0.25f);
        }
        assertThat(SoftCrossEntropy.of(Tensor.of(backend, new float[] {no, 0, 0}, 1, 3), target)
                        .item())
                .isEqualTo(Float.POSITIVE_INFINITY);
    }

    @Test
    void smoothingIsAShare() {
        for (double smoothing : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> CrossEntropy.of(counting(1, 5), target(0), smoothing))
                    .hasMessage("crossEntropy: expected smoothing from 0 to 1, got " + smoothing);
        }
    }

    @Test
    void theTemperatureIsPositive() {
        for (double tau : new double[] {0, -1, Double.NaN}) {
            assertThatThrownBy(() -> InfoNce.similarity(counting(2, 3), counting(2, 3), tau))
                    .hasMessage("infoNce: expected tau > 0, got " + tau);
        }
    }

    @Test
    void everyRowNeedsAPartnerInItsColumn() {
        assertThatThrownBy(() -> InfoNce.oneWay(counting(3, 2)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("infoNce: expected similarity [B, B], got similarity [3, 2]");
    }
}
