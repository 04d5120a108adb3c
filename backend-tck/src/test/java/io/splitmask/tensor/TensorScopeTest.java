package io.splitmask.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.OnReference;
import io.splitmask.tck.check.CheckFailedError;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class TensorScopeTest extends OnReference {
    @Test
    void closingFreesWhatWasMadeInside() {
        Tensor outer = counting(3);
        try (TensorScope inner = TensorScope.open()) {
            Tensor sum = outer.add(1f).multiply(2f);
            assertThat(inner.size()).isEqualTo(2);
            assertThat(sum.toFloats()).containsExactly(2, 4, 6);
            assertThat(backend.openBuffers()).isEqualTo(3);
        }
        assertThat(backend.openBuffers()).isEqualTo(1);
        assertThat(outer.toFloats()).containsExactly(0, 1, 2);
    }

    @Test
    void aReleasedTensorBelongsToTheOuterScope() {
        Tensor result;
        try (TensorScope inner = TensorScope.open()) {
            result = inner.release(counting(3));
            assertThat(inner.size()).isZero();
        }
        assertThat(result.toFloats()).containsExactly(0, 1, 2);
        assertThat(scope.size()).isEqualTo(1);
    }

    @Test
    void tensorsHandedOverOutliveTheirScopeAndThread() throws Exception {
        Tensor kept;
        TensorHolder holder;
        try (TensorScope inner = TensorScope.open()) {
            kept = counting(3);
            holder = inner.handOver();
            assertThat(inner.size()).isZero();
        }
        assertThat(kept.toFloats()).containsExactly(0, 1, 2);
        CompletableFuture.runAsync(holder::close).get();
        holder.close();
        assertThat(backend.openBuffers()).isZero();
    }

    @Test
    void releasingAnInputThatLivesFurtherOutLeavesItThere() {
        Tensor x = counting(3);
        try (TensorScope middle = TensorScope.open();
                TensorScope inner = TensorScope.open()) {
            assertThat(inner.release(x)).isSameAs(x);
            assertThat(middle.size()).isZero();
        }
        assertThat(x.toFloats()).hasSize(3);
    }

    @Test
    void theOutermostScopeCannotRelease() {
        Tensor x = counting(3);
        assertThatThrownBy(() -> scope.release(x))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("release", "no outer scope", "[3]");
    }

    @Test
    void scopesCloseInReverseOrder() {
        TensorScope first = TensorScope.open();
        TensorScope second = TensorScope.open();
        assertThatThrownBy(first::close).hasMessage("scopes must close in the reverse order of opening");
        second.close();
        first.close();
    }

    @Test
    void closingAScopeTwiceIsHarmless() {
        try (TensorScope outer = TensorScope.open()) {
            TensorScope inner = TensorScope.open();
            Tensor lost = counting(2);
            inner.close();
            Tensor kept = counting(3);
            inner.close();
            assertThat(outer.size()).isEqualTo(1);
            assertThat(kept.toFloats()).containsExactly(0, 1, 2);
            assertThatThrownBy(lost::toFloats).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aThreadWithoutScopeIsTold() {
        CompletableFuture<Tensor> made = CompletableFuture.supplyAsync(() -> counting(3));
        assertThatThrownBy(made::get)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("no TensorScope is open on thread")
                .hasMessageContaining("try (var scope = TensorScope.open())");
    }

    @Test
    void aScopeIsUsedOnItsOwnThread() {
        CompletableFuture<Void> closing = CompletableFuture.runAsync(scope::close);
        assertThatThrownBy(closing::get).hasMessageContainingAll("scope of thread", "closed on thread");
        Tensor x = counting(3);
        CompletableFuture<Tensor> releasing = CompletableFuture.supplyAsync(() -> scope.release(x));
        assertThatThrownBy(releasing::get).hasMessageContainingAll("scope of thread", "used on thread");
    }

    @Test
    void aTensorClosedEarlyLeavesTheScopeThatOwnsIt() {
        Tensor x = counting(3);
        try (TensorScope inner = TensorScope.open()) {
            assertThat(inner.size()).isZero();
            x.close();
            assertThat(scope.size()).isZero();
        }
        assertThat(backend.openBuffers()).isZero();
    }

    @Test
    void oneFailureDoesNotKeepTheOthersFromBeingFreed() {
        TensorScope inner = TensorScope.open();
        for (int i = 0; i < 20; i++) {
            Tensor good = counting(2);
            assertThat(inner.size()).isEqualTo(i + 1);
            if (i % 7 == 3) {
                // Behind the back of its tensor, so that the scope closes it a second time.
                good.buffer().close();
            }
        }
        assertThatThrownBy(inner::close)
                .isInstanceOf(CheckFailedError.class)
                .hasMessageContaining("closed twice")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(2));
        assertThat(backend.openBuffers()).isZero();
    }
}
