package io.splitmask.tck.golden;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.reference.ReferenceBackendProvider;

class GoldenReferenceTest extends GoldenSuite {
    @Override
    protected BackendProvider provider() {
        return new ReferenceBackendProvider();
    }
}
