package io.splitmask.weights;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.reference.ReferenceBackendProvider;

class GoldenPublishedWeightsReferenceTest extends PublishedWeightsGoldenTests {
    @Override
    protected BackendProvider provider() {
        return new ReferenceBackendProvider();
    }
}
