package io.splitmask.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.OnReference;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendProvider;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tck.WrongBackend;
import io.splitmask.tck.check.RequiredForwarding;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class TapeTest extends OnReference {
    @Test
    void onlyWhatDependsOnALeafIsRecorded() {
        try (Tape tape = Tape.record()) {
            Tensor constant = counting(3).multiply(2f);
            assertThat(tape.size()).isZero();
            assertThat(constant.node()).isNull();
            Tensor dependent = counting(3).asLeaf().multiply(2f);
            assertThat(tape.size()).isEqualTo(1);
            assertThat(dependent.node()).isNotNull();
        }
    }

    @Test
    void withoutATapeNothingIsKept() {
        Tensor leaf = counting(3).asLeaf();
        Tensor result = leaf.multiply(leaf);
        assertThat(result.node()).isNull();
    }

    @Test
    void gradientsOfSeveralUsesAddUp() {
        Tensor x = counting(3).asLeaf();
        try (Tape tape = Tape.record()) {
            Tensor loss = x.multiply(x).add(x.multiply(3f)).sum();
            assertThat(tape.backward(loss).of(x).orElseThrow().toFloats()).containsExactly(3, 5, 7);
        }
    }

    @Test
    void gradientsThatShareMemoryWithAnotherAreNotChanged() {
        Tensor x = counting(2).asLeaf();
        Tensor y = counting(2).asLeaf();
        try (Tape tape = Tape.record()) {
            // The cotangent of the sum reaches x and y as one buffer; x gets more afterwards.
            Tensor loss = x.add(y).add(x.reshape(1, 2).reshape(2)).sum();
            Gradients gradients = tape.backward(loss);
            assertThat(gradients.of(x).orElseThrow().toFloats()).containsExactly(2, 2);
            assertThat(gradients.of(y).orElseThrow().toFloats()).containsExactly(1, 1);
        }
    }

    @Test
    void gradientsThatWereSharedButAreNoLongerAddUpInPlace() {
        List<CountedSums> kernels = new ArrayList<>();
        BackendProvider provider = new WrongBackend(right -> {
            kernels.add(new CountedSums(right));
            return kernels.get(0);
        });
        try (Backend counted = provider.open(BackendConfig.cpu())) {
            Tensor x = counting(counted, 2, 3).asLeaf();
            Tensor w = counting(counted, 3, 3);
            Tensor b = counting(counted, 3);
            try (Tape tape = Tape.record()) {
                // The cotangent goes to x and to the product, whose rule reshapes it but is done before x gets more.
                Tensor loss = x.add(x.multiply(2f).linear(w, b)).sum();
                kernels.get(0).sums = 0;
                float[] gradient = tape.backward(loss).of(x).orElseThrow().toFloats();
                assertThat(gradient).containsExactly(19, 25, 31, 19, 25, 31);
                assertThat(kernels.get(0).inPlace).isEqualTo(1);
                assertThat(kernels.get(0).sums).isZero();
            }
        }
    }

    /** Counts sums, those made in place apart. */
    private static final class CountedSums extends RequiredForwarding {
        private int sums;
        private int inPlace;

        CountedSums(Kernels target) {
            super(target);
        }

        @Override
        public Buffer add(Buffer a, Buffer b) {
            sums++;
            return super.add(a, b);
        }

        @Override
        public void addInPlace(Buffer target, Buffer x) {
            super.addInPlace(target, x);
            inPlace++;
            sums--;
        }
    }

    @Test
    void theStateOfAFusedKernelIsFreedIfItsThreadHasNoScope() throws Exception {
        Tensor x = counting(2, 3).asLeaf();
        Tensor w = counting(3);
        int before = backend.openBuffers();
        FutureTask<Integer> elsewhere = new FutureTask<>(() -> {
            try (Tape tape = Tape.record()) {
                assertThatThrownBy(() -> x.layerNorm(w, w, 1e-6f)).hasMessageContaining("no TensorScope is open");
                return tape.size();
            }
        });
        Thread thread = new Thread(elsewhere);
        thread.start();
        assertThat(elsewhere.get()).isZero();
        assertThat(backend.openBuffers()).isEqualTo(before);
    }

    @Test
    void aLeafThatTheLossIgnoresHasNoGradient() {
        Tensor used = counting(3).asLeaf();
        Tensor unused = counting(2).asLeaf();
        try (Tape tape = Tape.record()) {
            Tensor sideTrack = unused.multiply(2f);
            assertThat(sideTrack.shape()).isEqualTo(unused.shape());
            Gradients gradients = tape.backward(used.sum());
            assertThat(gradients.of(unused)).isEmpty();
            assertThat(gradients.orZero(unused).toFloats()).containsExactly(0, 0);
        }
    }

    @Test
    void noGradientFlowsThroughDetachedOrPausedParts() {
        Tensor x = counting(3).asLeaf();
        try (Tape tape = Tape.record()) {
            Tensor paused = Tape.pause(() -> x.multiply(5f));
            Tensor loss = x.detach().multiply(7f).add(paused).add(x).sum();
            assertThat(tape.backward(loss).of(x).orElseThrow().toFloats()).containsExactly(1, 1, 1);
        }
    }

    @Test
    void pausingGoesOnAfterAnException() {
        Tensor x = counting(3).asLeaf();
        try (Tape tape = Tape.record()) {
            assertThatThrownBy(() -> Tape.pause(() -> {
                        throw new IllegalStateException("inside");
                    }))
                    .hasMessage("inside");
            assertThat(x.add(1f).node()).isNotNull();
        }
    }

    @Test
    void anInnerTapeRecordsForItself() {
        Tensor x = counting(3).asLeaf();
        try (Tape outer = Tape.record()) {
            try (Tape inner = Tape.record()) {
                assertThat(inner.backward(x.sum()).of(x)).isPresent();
            }
            assertThat(outer.size()).isZero();
            assertThat(outer.backward(x.multiply(2f).sum()).of(x).orElseThrow().toFloats())
                    .containsExactly(2, 2, 2);
        }
    }

    @Test
    void theLossMustBeOneNumber() {
        Tensor x = counting(3).asLeaf();
        try (Tape tape = Tape.record()) {
            assertThatThrownBy(() -> tape.backward(x.multiply(2f)))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("backward: expected a loss of one element, got [3]");
        }
    }

    @Test
    void theLossMustBeRecordedByTheTape() {
        Tensor x = counting(3).asLeaf();
        Tensor before = x.sum();
        try (Tape outer = Tape.record()) {
            Tensor onOuter = x.sum();
            try (Tape tape = Tape.record()) {
                Tensor paused = Tape.pause(() -> x.sum());
                Tensor loss = x.sum();
                for (Tensor other : List.of(before, paused, onOuter)) {
                    assertThatThrownBy(() -> tape.backward(other))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContainingAll("backward: expected a loss recorded by this tape", "asLeaf()");
                }
                assertThat(tape.backward(loss).of(x)).isPresent();
                assertThatThrownBy(() -> tape.backward(loss)).hasMessageContaining("call backward once");
            }
            assertThat(outer.backward(onOuter).of(x)).isPresent();
        }
    }

    @Test
    void aLeafIsALossToo() {
        Tensor x = counting(1).asLeaf();
        try (Tape tape = Tape.record()) {
            assertThat(tape.backward(x).of(x).orElseThrow().toFloats()).containsExactly(1);
        }
    }

    @Test
    void tapesCloseInReverseOrder() {
        try (Tape outer = Tape.record()) {
            try (Tape inner = Tape.record()) {
                assertThatThrownBy(outer::close)
                        .hasMessage("tapes must close in the reverse order of opening, outside of Tape.pause");
                assertThatThrownBy(() -> Tape.pause(() -> {
                            inner.close();
                            return 0;
                        }))
                        .hasMessageContaining("outside of Tape.pause");
                assertThat(inner.size()).isZero();
            }
            outer.close();
            // Nothing is recorded any more, so nothing is kept.
            assertThat(counting(3).asLeaf().multiply(2f).node()).isNull();
        }
    }

    @Test
    void aTapeBelongsToItsThread() {
        try (Tape tape = Tape.record()) {
            Tensor loss = counting(3).asLeaf().sum();
            assertThatThrownBy(CompletableFuture.runAsync(tape::close)::get)
                    .hasMessageContainingAll("close: expected thread", "which opened the tape");
            assertThatThrownBy(CompletableFuture.supplyAsync(() -> tape.backward(loss))::get)
                    .hasMessageContainingAll("backward: expected thread", "which opened the tape");
        }
    }

    @Test
    void askingForTheGradientOfNoLeafIsExplained() {
        Tensor x = counting(3).asLeaf();
        try (Tape tape = Tape.record()) {
            Tensor middle = x.multiply(2f);
            Gradients gradients = tape.backward(middle.sum());
            assertThatThrownBy(() -> gradients.of(middle))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("leaves only", "asLeaf()");
        }
    }

    @Test
    void handMadeGradientsHaveTheShapeOfTheirLeaf() {
        Tensor x = counting(3).asLeaf();
        assertThatThrownBy(() -> Gradients.of(Map.of(x, counting(2))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContainingAll("expected gradient [3]", "[2]");
    }

    @Test
    void backwardFreesTheActivations() {
        Tensor x = counting(3).asLeaf();
        try (Tape tape = Tape.record()) {
            Tensor loss;
            try (TensorScope inner = TensorScope.open()) {
                loss = inner.release(x.exp().multiply(x).tanh().sum());
            }
            int recorded = backend.openBuffers();
            Gradients gradients = tape.backward(loss);
            assertThat(gradients.of(x)).isPresent();
            assertThat(tape.size()).isZero();
            // x, the loss and the gradient are left.
            assertThat(backend.openBuffers()).isEqualTo(3).isLessThan(recorded);
        }
    }

    @Test
    void closingATapeFreesWhatWasNotWalked() {
        Tensor x = counting(3).asLeaf();
        try (Tape tape = Tape.record();
                TensorScope inner = TensorScope.open()) {
            assertThat(x.exp().tanh().node()).isNotNull();
        }
        assertThat(backend.openBuffers()).isEqualTo(1);
    }

    @Test
    void aRowOfZerosHasAFiniteGradientThroughTheL2Norm() {
        Tensor x = Tensor.of(backend, new float[] {0, 0, 3, 4}, 2, 2).asLeaf();
        try (Tape tape = Tape.record()) {
            Tensor unit = x.l2Normalize(-1, 1e-6f);
            assertThat(unit.toFloats()).containsExactly(0, 0, 0.6f, 0.8f);
            float[] gradient = tape.backward(unit.sum()).of(x).orElseThrow().toFloats();
            assertThat(gradient).doesNotContain(Float.NaN);
            assertThat(gradient[0]).isBetween(0.99e6f, 1.01e6f);
        }
    }
}
