package io.splitmask.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.OnReference;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a user reads when shapes do not fit: the operation, the shapes, and what was expected. */
class ShapeRulesTest extends OnReference {
    @Test
    void matmulNamesBothShapesAndTheInnerSizes() {
        assertFails(
                () -> counting(2, 3).matmul(counting(4, 5)),
                "matmul: expected equal inner sizes, got a [2, 3] and b [4, 5]: inner sizes 3 and 4 differ");
        assertFails(
                () -> counting(2, 3).matmul(counting(3, 5), MatmulSpec.TN),
                "matmul: expected equal inner sizes, got a [2, 3] and b [3, 5], a transposed: inner sizes 2 and 3 differ");
        assertFails(
                () -> counting(3).matmul(counting(3, 5)),
                "matmul: expected operands of rank 2 or more, got [3] and [3, 5]");
    }

    @Test
    void matmulBroadcastsLeadingAxes() {
        assertThat(ShapeRules.matmul(Shape.of(2, 1, 4, 5), Shape.of(3, 5, 6), MatmulSpec.NN))
                .isEqualTo(Shape.of(2, 3, 4, 6));
        assertFails(
                () -> counting(2, 4, 5).matmul(counting(3, 5, 6)),
                "matmul: expected sizes that are equal or 1 on every axis, got [2] and [3]");
    }

    @Test
    void linearSaysWhichWeightWouldFit() {
        assertFails(
                () -> counting(2, 3).linear(counting(5, 4), counting(5)),
                "linear: x [2, 3] and weight [5, 4]: inner sizes 3 and 4 differ; expected weight [*, 3]."
                        + " Weights of another model width?");
    }

    @Test
    void broadcastNamesBothShapes() {
        assertThat(ShapeRules.broadcast("add", Shape.of(3, 1, 5), Shape.of(7, 1)))
                .isEqualTo(Shape.of(3, 7, 5));
        assertFails(
                () -> counting(2, 3).add(counting(2)),
                "add: expected sizes that are equal or 1 on every axis, got [2, 3] and [2]");
        assertFails(
                () -> counting(2, 3).broadcastTo(2, 2, 1),
                "broadcastTo: expected a shape that [2, 3] broadcasts to, got [2, 2, 1]");
    }

    @Test
    void reshapeFillsInOneSize() {
        assertThat(ShapeRules.reshape(Shape.of(2, 6), 3, -1)).isEqualTo(Shape.of(3, 4));
        assertFails(() -> counting(2, 3).reshape(4, -1), "reshape: expected 6 elements as in [2, 3], got [4, -1]");
        assertFails(
                () -> counting(2, 3).reshape(-1, -1),
                "reshape: expected sizes of 0 or more and one -1 at the most, got [-1, -1]");
    }

    @Test
    void axesCountFromTheEndToo() {
        assertThat(ShapeRules.axes("sum", Shape.of(2, 3, 4), -1, 0)).containsExactly(0, 2);
        assertFails(() -> counting(2, 3).sum(0, -2), "sum: axis 0 is named twice in [0, -2]");
        assertFails(() -> counting(2, 3).max(2), "max: expected an axis in -2..1 of [2, 3], got 2");
        assertFails(
                () -> counting(2, 3).l2Normalize(2, 1e-6f), "l2Normalize: expected an axis in -2..1 of [2, 3], got 2");
        assertFails(() -> counting(1).sum().softmax(0), "softmax: expected a shape with axes, got [] and axis 0");
    }

    @Test
    void permuteNeedsEveryAxis() {
        assertFails(
                () -> counting(2, 3, 4).permute(0, 1), "permute: expected every axis of [2, 3, 4] once, got [0, 1]");
    }

    @Test
    void sliceNamesItsRange() {
        assertFails(
                () -> counting(2, 3).slice(1, 2, 4),
                "slice: expected 0 <= start <= stop <= 3 on axis 1 of [2, 3], got 2..4");
    }

    @Test
    void concatNeedsEqualSizesOnOtherAxes() {
        assertFails(
                () -> Tensor.concat(List.of(counting(2, 3), counting(3, 3)), 1),
                "concat: expected equal sizes but on axis 1, got [2, 3] and [3, 3]");
    }

    @Test
    void resultsThatNoTensorCanHoldAreRefusedBeforeTheyAreComputed() {
        Tensor column = counting(65536, 1);
        Tensor row = counting(1, 65536);
        String advice = ": expected a result of at most 2^31 - 1 elements, got [65536, 65536] from [65536, 1] and"
                + " [1, 65536]; use smaller batches";
        assertFails(() -> column.add(row), "add" + advice);
        assertFails(() -> column.matmul(row), "matmul" + advice);
        assertFails(
                () -> column.linear(column, counting(65536)),
                "linear: expected a result of at most 2^31 - 1 elements, got [65536, 65536] from [65536, 1] and"
                        + " [65536, 1]; use smaller batches");
        assertFails(
                () -> row.broadcastTo(65536, 65536),
                "broadcastTo: expected a result of at most 2^31 - 1 elements, got [65536, 65536] from [1, 65536] and"
                        + " [65536, 65536]; use smaller batches");
        assertFails(
                () -> counting(1, 1, 65536).scatterAddRows(Tensor.ofInts(backend, new int[1], 1, 1), 65536),
                "scatterAddRows: expected a result of at most 2^31 - 1 elements, got [1, 65536, 65536] from"
                        + " [1, 1, 65536]; use smaller batches");
        assertFails(
                () -> Tensor.full(backend, 0, Shape.of(1 << 16, 1 << 15)),
                "full: expected a result of at most 2^31 - 1 elements, got [65536, 32768]; use smaller batches");
        assertThat(backend.openBuffers()).isEqualTo(2 + 1 + 1 + 1);
    }

    @Test
    void sizesThatCannotBeCountedAreRefused() {
        assertThatThrownBy(() -> Shape.of(1 << 30, 1 << 30, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [1073741824, 1073741824, 8] has too many elements; expected fewer than 2^63");
        assertThat(Shape.of(1 << 30, 1 << 30, 1 << 30, 0).size()).isZero();
        assertThatThrownBy(() -> Shape.of(1 << 16, 1 << 15).intSize())
                .hasMessage("shape [65536, 32768] has 2147483648 elements; expected at most 2^31 - 1 = 2147483647");
    }

    @Test
    void anExceptionCarriesOperationAndShapes() {
        ShapeException failure = new ShapeException("matmul", "detail", Shape.of(1), Shape.of(2));
        assertThat(failure.op()).isEqualTo("matmul");
        assertThat(failure.shapes()).containsExactly(Shape.of(1), Shape.of(2));
        ShapeException inLayer = failure.at("attn").at("blocks.3");
        assertThat(inLayer).hasMessage("matmul at blocks.3.attn: detail");
        assertThat(inLayer.op()).isEqualTo("matmul");
        assertThat(inLayer.shapes()).isEqualTo(failure.shapes());
    }

    private static void assertFails(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(ShapeException.class).hasMessage(message);
    }
}
