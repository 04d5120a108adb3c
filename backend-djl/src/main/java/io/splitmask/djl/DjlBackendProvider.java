package io.splitmask.djl;

import io.splitmask.spi.Availability;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.BackendProvider;
import io.splitmask.spi.Precision;
import io.splitmask.tensor.Device;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * PyTorch through DJL. On the processor it runs from the jars on the class path and downloads nothing; CUDA devices
 * are offered where a CUDA build of PyTorch is found ({@code PYTORCH_LIBRARY_PATH}, or its native jar).
 *
 * <p>On Linux with glibc, opening it changes the settings of the process's allocator and OpenMP's waiting, unless the
 * system property {@code splitmask.djl.processSettings} is {@code off}.
 */
public final class DjlBackendProvider implements BackendProvider {
    private static final int PRIORITY = 10;
    private static final String ADD_CPU =
            "add ai.djl.pytorch:pytorch-native-cpu with the classifier " + Natives.currentPlatform();
    private static final String ADD_CUDA = "install PyTorch 2.7.1 for CUDA 12.8 and set PYTORCH_LIBRARY_PATH to its"
            + " lib folder, PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cu128, or use --device cpu";

    private final List<ClassLoader> loaders;
    private final Map<String, String> environment;

    /** Creates the provider; loads no native code. */
    public DjlBackendProvider() {
        this(classLoaders(), System.getenv());
    }

    DjlBackendProvider(List<ClassLoader> loaders, Map<String, String> environment) {
        this.loaders = List.copyOf(loaders);
        this.environment = Map.copyOf(environment);
    }

    @Override
    public String name() {
        return DjlBackend.NAME;
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public Availability availability() {
        try {
            List<Natives> natives = Natives.find(loaders, environment);
            return natives.isEmpty()
                    ? Availability.no("no native libraries of PyTorch for " + Natives.currentPlatform(), ADD_CPU)
                    : Availability.yes(natives.get(0).toString());
        } catch (IOException e) {
            return Availability.no("a native jar of PyTorch cannot be read: " + e.getMessage(), "replace the jar");
        }
    }

    @Override
    public List<Device> devices() {
        List<Device> devices = new ArrayList<>();
        if (availability().available()) {
            if (cudaBuild()) {
                for (int i = 0; i < NvidiaDevices.count(); i++) {
                    devices.add(new Device(Device.Kind.CUDA, i));
                }
            }
            devices.add(Device.CPU);
        }
        return List.copyOf(devices);
    }

    @Override
    public Set<Precision> precisions() {
        return Set.of(Precision.FLOAT32, Precision.BFLOAT16);
    }

    @Override
    public Backend open(BackendConfig config) {
        Availability availability = availability();
        if (!availability.available()) {
            throw new BackendException(
                    "backend 'djl' cannot run: " + availability.reason() + "; " + availability.remedy());
        }
        Device device = config.device();
        if (!devices().contains(device)) {
            throw new BackendException("backend 'djl' cannot open " + device + ": "
                    + (cudaBuild()
                            ? "this machine shows " + NvidiaDevices.count()
                                    + " NVIDIA device(s); check nvidia-smi or use --device cpu"
                            : "no CUDA build of PyTorch was found; " + ADD_CUDA));
        }
        return DjlBackend.open(config);
    }

    private boolean cudaBuild() {
        try {
            return Natives.find(loaders, environment).stream().anyMatch(Natives::cuda);
        } catch (IOException e) {
            return false;
        }
    }

    private static List<ClassLoader> classLoaders() {
        List<ClassLoader> loaders = new ArrayList<>();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null) {
            loaders.add(context);
        }
        loaders.add(DjlBackendProvider.class.getClassLoader());
        return loaders;
    }
}
