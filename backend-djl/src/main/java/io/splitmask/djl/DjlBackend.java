package io.splitmask.djl;

import ai.djl.engine.Engine;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MemoryStatistics;
import io.splitmask.spi.Precision;
import io.splitmask.tensor.Device;
import java.util.concurrent.Callable;

/** PyTorch, open on one device. */
final class DjlBackend implements Backend {
    static final String NAME = "djl";

    private final BackendConfig config;
    private final EngineThread engineThread;
    private final String version;
    private final Bridge bridge;
    private final Kernels kernels;

    private DjlBackend(BackendConfig config, EngineThread engineThread, String version, Bridge bridge) {
        this.config = config;
        this.engineThread = engineThread;
        this.version = version;
        this.bridge = bridge;
        this.kernels = new DjlKernels(bridge, config.device(), config.precision());
    }

    /**
     * Opens a device that was found to be there.
     *
     * @throws BackendException if the engine does not start or does not see the device
     */
    static DjlBackend open(BackendConfig config) {
        EngineThread thread = EngineThread.get();
        try {
            return thread.call(() -> {
                Device device = config.device();
                Engine engine = EngineLoader.load();
                int numGpus = engine.getGpuCount();
                if (device.kind() == Device.Kind.CUDA && device.index() >= numGpus) {
                    throw new BackendException("backend 'djl' cannot open " + device + ": PyTorch sees " + numGpus
                            + " CUDA device(s); check nvidia-smi or use --device cpu");
                }
                Bridge bridge = Bridge.load(config.threads(), ModuleArchive.products(device));
                return new DjlBackend(config, thread, engine.getVersion(), bridge);
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new BackendException("backend 'djl' does not start: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "PyTorch " + version + " (DJL " + Engine.getDjlVersion() + ") on " + config.device() + ", "
                + config.threads() + (config.threads() == 1 ? " thread" : " threads")
                + (config.precision() == Precision.FLOAT32 ? "" : ", products in " + config.precision());
    }

    @Override
    public Device device() {
        return config.device();
    }

    @Override
    public Precision precision() {
        return config.precision();
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public MemoryStatistics memory() {
        return bridge.memory().statistics();
    }

    @Override
    public <T> T call(Callable<T> task) throws Exception {
        return engineThread.call(() -> {
            ThreadCount.set(config.threads());
            return task.call();
        });
    }

    @Override
    public void close() {
        bridge.close();
    }
}
