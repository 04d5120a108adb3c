package io.splitmask.method.dino;

import io.splitmask.dl4j.Dl4jBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenDinoDl4jTest extends DinoGoldenTests {
    @Override
    protected BackendProvider provider() {
        return new Dl4jBackendProvider();
    }
}
