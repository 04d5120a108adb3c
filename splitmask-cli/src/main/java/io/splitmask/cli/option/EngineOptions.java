package io.splitmask.cli.option;

import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendProvider;
import io.splitmask.spi.Backends;
import io.splitmask.spi.Precision;
import io.splitmask.tensor.Device;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What computes. */
public final class EngineOptions {
    @Option(
            names = "--engine",
            paramLabel = "NAME",
            converter = EngineNames.class,
            completionCandidates = EngineNames.class,
            description = "Engine that computes: ${COMPLETION-CANDIDATES}. Default: the best one that can run here.")
    private @Nullable String engine;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            converter = DeviceName.class,
            description = "cpu, cuda or cuda:N. Default: the engine's best.")
    private @Nullable Device device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Threads that compute; half as many load images beside them. Default: as many as there are"
                    + " cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    /** Returns how many threads were asked for. */
    public int threads() {
        return threads;
    }

    /** Returns how images are loaded while the engine computes with so many threads. */
    public LoaderOptions.Tuning loading() {
        return LoaderOptions.Tuning.sharing(threads);
    }

    /** Opens the engine that was asked for, in single precision. */
    public Backend open() {
        return open(Precision.FLOAT32);
    }

    /** Opens the engine that was asked for. */
    public Backend open(Precision precision) {
        return open(Backends.installed(), precision);
    }

    Backend open(List<BackendProvider> installed, Precision precision) {
        BackendProvider provider = engine == null ? Backends.best(installed) : Backends.select(engine, installed);
        return Backends.open(provider, new BackendConfig(device(provider), threads, precision));
    }

    /** Returns what was asked for, though it may be missing: the engine itself says why and what to install. */
    private Device device(BackendProvider provider) {
        if (device != null) {
            return device;
        }
        List<Device> devices = provider.devices();
        return devices.isEmpty() ? Device.CPU : devices.get(0);
    }
}
