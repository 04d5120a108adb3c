package io.splitmask.dl4j;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.golden.GoldenSuite;

class GoldenDl4jTest extends GoldenSuite {
    @Override
    protected BackendProvider provider() {
        return new Dl4jBackendProvider();
    }
}
