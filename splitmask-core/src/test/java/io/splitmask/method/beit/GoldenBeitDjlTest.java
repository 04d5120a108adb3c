package io.splitmask.method.beit;

import io.splitmask.djl.DjlBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenBeitDjlTest extends BeitGoldenTests {
    @Override
    protected BackendProvider provider() {
        return new DjlBackendProvider();
    }
}
