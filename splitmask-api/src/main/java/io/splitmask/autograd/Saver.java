package io.splitmask.autograd;

import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what one recorded operation's vector-Jacobian product needs, and frees it after use. */
final class Saver {
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<@Nullable Buffer> state;
    private final Tensor output;

    /** Starts with the operation's result and the state of its fused kernel; owns the state. */
    Saver(Tensor output, List<Buffer> state) {
        this.output = output;
        this.state = new ArrayList<>(state);
    }

    /** Keeps a tensor beyond its scope and returns the handle to use later. */
    Tensor keep(Tensor tensor) {
        Tensor kept = tensor.retain();
        tensors.add(kept);
        return kept;
    }

    /** Keeps the operation's own result. */
    Tensor keepOutput() {
        return keep(output);
    }

    /** Moves an entry of the state into a tensor of the innermost scope. */
    Tensor take(Backend backend, int entry) {
        Buffer buffer = state.set(entry, null);
        if (buffer == null) {
            throw new IllegalStateException("state " + entry + " was taken already");
        }
        return Tensor.wrap(backend, buffer, null);
    }

    void free() {
        tensors.forEach(Tensor::free);
        tensors.clear();
        for (Buffer buffer : state) {
            if (buffer != null) {
                buffer.close();
            }
        }
        state.clear();
    }
}
