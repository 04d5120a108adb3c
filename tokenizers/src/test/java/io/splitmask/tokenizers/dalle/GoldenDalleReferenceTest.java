package io.splitmask.tokenizers.dalle;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.reference.ReferenceBackendProvider;

class GoldenDalleReferenceTest extends GoldenDalle {
    @Override
    protected BackendProvider provider() {
        return new ReferenceBackendProvider();
    }
}
