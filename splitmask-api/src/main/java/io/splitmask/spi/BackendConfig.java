package io.splitmask.spi;

import io.splitmask.tensor.Device;

/**
 * How to open a backend.
 *
 * @param device where to compute
 * @param threads how many threads kernels may use, at least 1
 * @param precision of matrix products
 */
public record BackendConfig(Device device, int threads, Precision precision) {
    /** Checks the number of threads. */
    public BackendConfig {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected 1 or more, got " + threads);
        }
    }

    /** Single precision throughout. */
    public BackendConfig(Device device, int threads) {
        this(device, threads, Precision.FLOAT32);
    }

    /** The processor, with as many threads as it has cores. */
    public static BackendConfig cpu() {
        return new BackendConfig(Device.CPU, Runtime.getRuntime().availableProcessors());
    }

    /** Returns the same with products of this precision. */
    public BackendConfig withPrecision(Precision products) {
        return new BackendConfig(device, threads, products);
    }
}
