package io.splitmask.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.OnReference;
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
    void aThreadWithoutScopeIsTold() {
        CompletableFuture<Tensor> made = CompletableFuture.supplyAsync(() -> counting(3));
        assertThatThrownBy(made::get)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("no TensorScope is open on thread")
                .hasMessageContaining("try (var scope = TensorScope.open())");
    }

    @Test
    void aScopeClosesOnItsOwnThread() {
        CompletableFuture<Void> closing = CompletableFuture.runAsync(scope::close);
        assertThatThrownBy(closing::get).hasMessageContainingAll("scope of thread", "closed on thread");
    }
}
