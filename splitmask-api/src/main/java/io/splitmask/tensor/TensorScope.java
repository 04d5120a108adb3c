package io.splitmask.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Owner of native memory. Every tensor belongs to the innermost scope that was open on its thread when it was made,
 * and is freed when that scope closes. Scopes nest and belong to the thread that opened them.
 */
public final class TensorScope implements AutoCloseable {
    private static final ThreadLocal<@Nullable TensorScope> INNERMOST = new ThreadLocal<>();

    private final @Nullable TensorScope outer;
    private final Thread owner = Thread.currentThread();
    private final Set<Tensor> tensors = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean open = true;

    private TensorScope(@Nullable TensorScope outer) {
        this.outer = outer;
    }

    /** Opens a scope inside the current one of this thread. */
    public static TensorScope open() {
        TensorScope scope = new TensorScope(INNERMOST.get());
        INNERMOST.set(scope);
        return scope;
    }

    /**
     * Returns the innermost open scope.
     *
     * @throws IllegalStateException if this thread has none
     */
    static TensorScope innermost() {
        TensorScope scope = INNERMOST.get();
        if (scope == null) {
            throw new IllegalStateException("no TensorScope is open on thread "
                    + Thread.currentThread().getName() + "; wrap the work in try (var scope = TensorScope.open())");
        }
        return scope;
    }

    /**
     * Moves a tensor of this scope to the next outer one and returns it.
     *
     * @throws IllegalStateException if there is no outer scope, or this one belongs to another thread
     */
    public Tensor release(Tensor tensor) {
        checkThread("used");
        if (outer == null) {
            throw new IllegalStateException("release: this scope has no outer scope to move " + tensor
                    + " to; open one around it, or read the values before it closes");
        }
        // A result may be an input that belongs further out already; it then stays there.
        if (tensors.remove(tensor)) {
            outer.adopt(tensor);
        }
        return tensor;
    }

    /**
     * Hands over all tensors of this scope, for an object that outlives scopes and serves several threads, such as a
     * loaded model. The scope stays open, and empty.
     *
     * @return their new owner, which does not belong to a thread
     */
    public TensorHolder handOver() {
        checkThread("used");
        TensorHolder holder = new TensorHolder(tensors);
        tensors.clear();
        return holder;
    }

    void adopt(Tensor tensor) {
        tensors.add(tensor);
    }

    /** Takes a tensor out of whichever open scope of this thread owns it. */
    static void forget(Tensor tensor) {
        TensorScope scope = INNERMOST.get();
        while (scope != null && !scope.tensors.remove(tensor)) {
            scope = scope.outer;
        }
    }

    private void checkThread(String what) {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("scope of thread " + owner.getName() + " " + what + " on thread "
                    + Thread.currentThread().getName() + "; each thread opens scopes of its own");
        }
    }

    /** Returns how many tensors this scope owns. */
    public int size() {
        return tensors.size();
    }

    /**
     * Frees the tensors of this scope, all of them even if one fails; does nothing the second time. Scopes close in the
     * reverse order of opening, on their own thread.
     */
    @Override
    public void close() {
        checkThread("closed");
        if (!open) {
            return;
        }
        if (INNERMOST.get() != this) {
            throw new IllegalStateException("scopes must close in the reverse order of opening");
        }
        open = false;
        if (outer == null) {
            INNERMOST.remove();
        } else {
            INNERMOST.set(outer);
        }
        List<Tensor> all = new ArrayList<>(tensors);
        tensors.clear();
        free(all);
    }

    /** Frees all tensors, even if one fails. */
    static void free(List<Tensor> tensors) {
        Throwable failure = null;
        for (Tensor tensor : tensors) {
            try {
                tensor.free();
            } catch (RuntimeException | Error e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }
}
