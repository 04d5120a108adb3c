package io.splitmask.tck;

import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendWrapper;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.Precision;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The reference backend, which also offers products of bfloat16, with some kernels replaced for these only. */
final class RoundingBackend extends WrongBackend {
    private final UnaryOperator<Kernels> rounding;

    /** @param rounding wraps the right kernels */
    RoundingBackend(UnaryOperator<Kernels> rounding) {
        super(UnaryOperator.identity());
        this.rounding = rounding;
    }

    @Override
    public Set<Precision> precisions() {
        return Set.of(Precision.values());
    }

    @Override
    public Backend open(BackendConfig config) {
        Backend backend = super.open(config);
        if (config.precision() == Precision.FLOAT32) {
            return backend;
        }
        return new BackendWrapper(backend, rounding.apply(backend.kernels())) {
            @Override
            public Precision precision() {
                return config.precision();
            }
        };
    }
}
