package io.splitmask.weights;

import io.splitmask.djl.DjlBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenPublishedWeightsDjlTest extends PublishedWeightsGoldenTests {
    @Override
    protected BackendProvider provider() {
        return new DjlBackendProvider();
    }
}
