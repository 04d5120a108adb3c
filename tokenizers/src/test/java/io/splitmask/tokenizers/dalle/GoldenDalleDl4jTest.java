package io.splitmask.tokenizers.dalle;

import io.splitmask.dl4j.Dl4jBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenDalleDl4jTest extends GoldenDalle {
    @Override
    protected BackendProvider provider() {
        return new Dl4jBackendProvider();
    }
}
