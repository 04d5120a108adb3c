package io.splitmask.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.OnReference;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import org.junit.jupiter.api.Test;

class TensorTest extends OnReference {
    @Test
    void rejectsAnotherNumberOfValuesThanTheShapeHas() {
        assertThatThrownBy(() -> Tensor.of(backend, new float[5], 2, 3))
                .isInstanceOf(ShapeException.class)
                .hasMessage("of: expected 6 values for [2, 3], got 5");
        assertThatThrownBy(() -> Tensor.ofInts(backend, new int[5], 2, 3))
                .hasMessage("ofInts: expected 6 values for [2, 3], got 5");
    }

    @Test
    void indicesOutsideTheBoundAreNamedWithTheirPosition() {
        assertThatThrownBy(() -> Tensor.ofIndices(backend, new int[] {0, 6, 7}, 7, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ofIndices: expected indices in 0..6, got 7 at position 2 of 3");
        assertThatThrownBy(() -> Tensor.ofIndices(backend, new int[] {-1}, 7, 1))
                .hasMessageContaining("got -1");
        assertThat(Tensor.ofIndices(backend, new int[] {0, 6}, 7, 2).toInts()).containsExactly(0, 6);
    }

    @Test
    void useAfterTheScopeClosedIsExplained() {
        Tensor lost;
        try (TensorScope inner = TensorScope.open()) {
            lost = counting(2, 3);
        }
        assertThatThrownBy(lost::toFloats)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tensor [2, 3] is used after its scope closed; move it outward with scope.release(tensor)");
    }

    @Test
    void handlesOfOneValueCloseApart() {
        Tensor x = counting(3);
        Tensor other = x.detach();
        x.close();
        assertThat(other.toFloats()).containsExactly(0, 1, 2);
        assertThatThrownBy(x::buffer).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingATensorTwiceIsHarmless() {
        Tensor x = counting(3);
        x.close();
        x.close();
        assertThat(backend.openBuffers()).isZero();
    }

    @Test
    void itemNeedsExactlyOneElement() {
        assertThat(counting(3).sum().item()).isEqualTo(3);
        assertThatThrownBy(() -> counting(3).item()).hasMessage("item: expected one element, got [3]");
    }

    @Test
    void wholeNumbersAreNotArithmetic() {
        Tensor ints = Tensor.ofInts(backend, new int[] {1, 2}, 2);
        assertThatThrownBy(() -> ints.add(counting(2)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("add: expected a of dtype FLOAT32, got a [2] of INT32");
    }

    @Test
    void wholeNumbersAreMovedOnlyByWhatKeepsThemWhole() {
        Tensor ints = Tensor.ofInts(backend, new int[] {1, 2, 3, 4}, 2, 2);
        assertThat(ints.slice(0, 1, 2).reshape(2).toInts()).containsExactly(3, 4);
        assertThatThrownBy(() -> ints.permute(1, 0))
                .isInstanceOf(ShapeException.class)
                .hasMessage("permute: expected x of dtype FLOAT32, got x [2, 2] of INT32");
        assertThatThrownBy(() -> ints.broadcastTo(3, 2, 2)).hasMessageContaining("broadcastTo: expected x of dtype");
        Tensor index = Tensor.ofInts(backend, new int[] {0}, 1);
        assertThatThrownBy(() -> ints.take(index)).hasMessageContaining("gatherRows: expected x of dtype FLOAT32");
    }

    @Test
    void tensorsOfTwoBackendsDoNotMix() {
        Tensor foreign = counting(new ReferenceBackendProvider().open(BackendConfig.cpu()), 2);
        assertThatThrownBy(() -> counting(2).add(foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("add: expected tensors of one backend");
    }
}
