package io.splitmask.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.splitmask.spi.BackendException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The loaded TorchScript module. DJL runs its methods in inference mode, so PyTorch records nothing whatever the
 * calling thread's grad mode is, and in-place work is only allowed inside the module.
 */
final class Bridge implements AutoCloseable {
    private final PtNDManager manager;
    private final PtSymbolBlock module;
    private final int threads;
    private final MemoryCounter memory = new MemoryCounter();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Bridge(PtNDManager manager, PtSymbolBlock module, int threads) {
        this.manager = manager;
        this.module = module;
        this.threads = threads;
    }

    /**
     * Loads the module; the engine is loaded already.
     *
     * @param threads how many threads its methods may use, whatever thread calls them
     * @throws BackendException if PyTorch does not accept it
     */
    static Bridge load(int threads) {
        PtNDManager manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
        try {
            ByteArrayInputStream archive = new ByteArrayInputStream(ModuleArchive.write());
            return new Bridge(manager, JniUtils.loadModule(manager, archive, true, false), threads);
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw new BackendException("PyTorch does not load the kernels: " + e.getMessage(), e);
        }
    }

    /** Starts a call of the method of that name. */
    Call call(String method) {
        return new Call(this, method);
    }

    /** Runs a method; the caller closes the result. */
    IValue run(String method, IValue... arguments) {
        if (closed.get()) {
            throw new IllegalStateException("backend 'djl' is closed");
        }
        ThreadCount.set(threads);
        return IValueUtils.runMethod(module, method, arguments);
    }

    MemoryCounter memory() {
        return memory;
    }

    /** The manager for arrays that exist during a transfer. */
    PtNDManager manager() {
        return manager;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            module.close();
            manager.close();
        }
    }
}
