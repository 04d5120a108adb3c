package io.splitmask.method.beit;

import io.splitmask.dl4j.Dl4jBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenBeitDl4jTest extends BeitGoldenTests {
    @Override
    protected BackendProvider provider() {
        return new Dl4jBackendProvider();
    }
}
