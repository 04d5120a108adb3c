package io.splitmask.method.mocov3;

import io.splitmask.dl4j.Dl4jBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenMocoV3Dl4jTest extends MocoV3GoldenTests {
    @Override
    protected BackendProvider provider() {
        return new Dl4jBackendProvider();
    }
}
