package io.splitmask.method.mocov3;

import io.splitmask.djl.DjlBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenMocoV3DjlTest extends MocoV3GoldenTests {
    @Override
    protected BackendProvider provider() {
        return new DjlBackendProvider();
    }
}
