package io.splitmask.method.splitmask;

import io.splitmask.dl4j.Dl4jBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenSplitMaskDl4jTest extends SplitMaskGoldenTests {
    @Override
    protected BackendProvider provider() {
        return new Dl4jBackendProvider();
    }
}
