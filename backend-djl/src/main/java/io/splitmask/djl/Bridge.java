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
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loaded TorchScript module. DJL runs its methods in inference mode, so PyTorch records nothing whatever the
 * calling thread's grad mode is, and in-place work is only allowed inside the module.
 */
final class Bridge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

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
     * @param products parts for products, the preferred one first; one whose operators this build of PyTorch lacks is
     *     passed over
     * @throws BackendException if PyTorch does not accept it
     */
    static Bridge load(int threads, List<String> products) {
        PtNDManager manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
        try {
            return new Bridge(manager, module(manager, products), threads);
        } catch (RuntimeException e) {
            manager.close();
            throw new BackendException("PyTorch does not load the kernels: " + e.getMessage(), e);
        }
    }

    /** PyTorch looks a module's operators up when it loads it. */
    private static PtSymbolBlock module(PtNDManager manager, List<String> products) {
        String first = products.get(0);
        try {
            ByteArrayInputStream archive = new ByteArrayInputStream(ModuleArchive.write(first));
            return JniUtils.loadModule(manager, archive, true, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        } catch (RuntimeException e) {
            if (products.size() == 1) {
                throw e;
            }
            LOG.debug("PyTorch does not load {}", first, e);
            return module(manager, products.subList(1, products.size()));
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
