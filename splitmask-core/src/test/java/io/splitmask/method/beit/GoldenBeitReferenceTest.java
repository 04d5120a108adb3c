package io.splitmask.method.beit;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.reference.ReferenceBackendProvider;

class GoldenBeitReferenceTest extends BeitGoldenTests {
    @Override
    protected BackendProvider provider() {
        return new ReferenceBackendProvider();
    }
}
