package io.splitmask.method.mocov3;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.reference.ReferenceBackendProvider;

class GoldenMocoV3ReferenceTest extends MocoV3GoldenTests {
    @Override
    protected BackendProvider provider() {
        return new ReferenceBackendProvider();
    }
}
