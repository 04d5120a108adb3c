package io.splitmask.loss;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.OnReference;
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
