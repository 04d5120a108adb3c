package io.splitmask.method.dino;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.reference.ReferenceBackendProvider;

class GoldenDinoReferenceTest extends DinoGoldenTests {
    @Override
    protected BackendProvider provider() {
        return new ReferenceBackendProvider();
    }
}
