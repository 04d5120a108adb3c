package io.splitmask.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.OnReference;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What no kernel is asked to do; the checked backend would fail with another exception if it were. */
class ArgumentChecksTest extends OnReference {
    private Tensor ints(int... dims) {
        return Tensor.ofInts(backend, new int[Shape.of(dims).intSize()], dims);
    }

    @Test
    void wholeNumbersDoNotMeetKernelsOfFloats() {
        assertFails(() -> ints(2).toFloats(), "toFloats: expected tensor of dtype FLOAT32, got tensor [2] of INT32");
        assertFails(() -> counting(2).toInts(), "toInts: expected tensor of dtype INT32, got tensor [2] of FLOAT32");
        assertFails(() -> ints(1).item(), "toFloats: expected tensor of dtype FLOAT32, got tensor [1] of INT32");
        assertFails(() -> ints(2, 3).permute(1, 0), "permute: expected x of dtype FLOAT32, got x [2, 3] of INT32");
        assertFails(
                () -> ints(1, 3).broadcastTo(2, 3), "broadcastTo: expected x of dtype FLOAT32, got x [1, 3] of INT32");
        assertFails(
                () -> ints(1, 3, 2).gatherRows(ints(1, 2)),
                "gatherRows: expected x of dtype FLOAT32, got x [1, 3, 2] of INT32");
        assertFails(
                () -> Attention.attend(ints(1, 2, 6), 2),
                "attention: expected qkv of dtype FLOAT32, got qkv [1, 2, 6] of INT32");
        assertFails(
                () -> counting(2, 3).layerNorm(counting(3), ints(3), 1e-6f),
                "layerNorm: expected operand of dtype FLOAT32, got operand [3] of INT32");
        assertFails(
                () -> counting(2, 3).linear(counting(4, 3), ints(4)),
                "linear: expected bias of dtype FLOAT32, got bias [4] of INT32");
        assertFails(
                () -> TokenCrossEntropy.of(counting(2, 3), counting(4, 3), ints(4), ints(2)),
                "tokenCrossEntropy: expected operand of dtype FLOAT32, got operand [4] of INT32");
        assertFails(
                () -> DistributionCrossEntropy.of(counting(2, 3), counting(4, 3), counting(1, 4), counting(2)),
                "distributionCrossEntropy: expected pick of dtype INT32, got pick [2] of FLOAT32");
    }

    @Test
    void weightsLiveOnTheBackendOfTheirInput() {
        var other = new ReferenceBackendProvider().open(BackendConfig.cpu());
        assertThatThrownBy(() -> counting(2, 3).linear(counting(4, 3), counting(other, 4)))
                .hasMessageContaining("linear: expected tensors of one backend");
        assertThatThrownBy(() -> counting(2, 3).layerNorm(counting(3), counting(other, 3), 1e-6f))
                .hasMessageContaining("layerNorm: expected tensors of one backend");
        assertThatThrownBy(() -> TokenCrossEntropy.of(counting(2, 3), counting(other, 4, 3), counting(4), ints(2)))
                .hasMessageContaining("tokenCrossEntropy: expected tensors of one backend");
    }

    @Test
    void axesThatMustNotBeEmptyAreNamed() {
        assertFails(
                () -> counting(2, 0).softmax(-1), "softmax: expected an axis of size 1 or more, got axis 1 of [2, 0]");
        assertFails(
                () -> counting(0, 2).logSoftmax(0),
                "logSoftmax: expected an axis of size 1 or more, got axis 0 of [0, 2]");
        assertFails(
                () -> Attention.attend(counting(2, 0, 6), 2),
                "attention: expected qkv [B, T, 3D] with T >= 1 and D a multiple of 2 heads, got [2, 0, 6]");
        assertFails(
                () -> TokenCrossEntropy.of(counting(2, 3), counting(0, 3), counting(0), ints(2)),
                "tokenCrossEntropy: expected at least one row and one class, got x [2, 3] and weight [0, 3]");
        assertFails(
                () -> DistributionCrossEntropy.of(counting(2, 3), counting(4, 3), counting(0, 4), ints(2)),
                "distributionCrossEntropy: expected at least one row, one target and one class, got x [2, 3] and"
                        + " targets [0, 4]");
    }

    @Test
    void ranksAndCountsThatCannotBeAreNamed() {
        assertFails(
                () -> counting().linear(counting(4, 3), counting(4)), "linear: expected x of rank 1 or more, got x []");
        assertFails(
                () -> TokenCrossEntropy.of(counting(2, 3), counting(4, 3), counting(), ints(2)),
                "tokenCrossEntropy: expected bias of rank 1, got bias []");
        assertFails(
                () -> Attention.attend(counting(1, 2, 6), Integer.MAX_VALUE / 3 + 2),
                "attention: expected qkv [B, T, 3D] with T >= 1 and D a multiple of 715827884 heads, got [1, 2, 6]");
        assertFails(
                () -> counting(1, 2, 3).scatterAddRows(ints(1, 2), -1),
                "scatterAddRows: expected rows >= 0, got -1 for source [1, 2, 3]");
    }

    @Test
    void emptySizesHaveProductsAndGradients() {
        Tensor x = counting(2, 3, 0).asLeaf();
        Tensor weight = counting(0, 4).asLeaf();
        Tensor rows = counting(5, 0).asLeaf();
        Tensor bias = counting(5).asLeaf();
        try (Tape tape = Tape.record()) {
            Tensor product = x.matmul(weight);
            assertThat(product.shape()).isEqualTo(Shape.of(2, 3, 4));
            assertThat(product.toFloats()).containsOnly(0);
            Gradients gradients =
                    tape.backward(product.sum().add(x.linear(rows, bias).sum()));
            assertThat(gradients.of(x).orElseThrow().shape()).isEqualTo(x.shape());
            assertThat(gradients.of(weight).orElseThrow().shape()).isEqualTo(weight.shape());
            assertThat(gradients.of(rows).orElseThrow().shape()).isEqualTo(rows.shape());
            assertThat(gradients.of(bias).orElseThrow().toFloats()).containsOnly(6);
        }
    }

    private static void assertFails(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(ShapeException.class).hasMessage(message);
    }
}
