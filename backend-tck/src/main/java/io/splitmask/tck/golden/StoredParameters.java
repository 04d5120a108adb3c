package io.splitmask.tck.golden;

import io.splitmask.nn.Module;
import io.splitmask.spi.Backend;

/** Parameters with the names, shapes and values of a case's tensors under a prefix. */
final class StoredParameters extends Module {
    StoredParameters(Backend backend, GoldenCase golden, String prefix) {
        super(backend);
        for (String full : golden.tensorNames(prefix)) {
            GoldenTensor stored = golden.tensor(full);
            parameter(full.substring(prefix.length()), stored.shape(), 0f).assign(stored.floats());
        }
    }
}
