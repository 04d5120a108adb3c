package io.splitmask.tensor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Owner of tensors that outlive the scope in which they were made ({@link TensorScope#handOver}). Any thread may use
 * them, one at a time, and close this; that nobody uses them any more is up to whoever closes it.
 */
public final class TensorHolder implements AutoCloseable {
    private List<Tensor> tensors;

    TensorHolder(Collection<Tensor> tensors) {
        this.tensors = new ArrayList<>(tensors);
    }

    /** Frees the tensors, all of them even if one fails; does nothing the second time. */
    @Override
    public void close() {
        List<Tensor> mine;
        synchronized (this) {
            mine = tensors;
            tensors = List.of();
        }
        TensorScope.free(mine);
    }
}
