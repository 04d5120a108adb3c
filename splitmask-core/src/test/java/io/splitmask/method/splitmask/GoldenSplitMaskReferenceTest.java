package io.splitmask.method.splitmask;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.reference.ReferenceBackendProvider;

class GoldenSplitMaskReferenceTest extends SplitMaskGoldenTests {
    @Override
    protected BackendProvider provider() {
        return new ReferenceBackendProvider();
    }
}
