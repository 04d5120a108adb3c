package io.splitmask.weights;

import io.splitmask.dl4j.Dl4jBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenPublishedWeightsDl4jTest extends PublishedWeightsGoldenTests {
    @Override
    protected BackendProvider provider() {
        return new Dl4jBackendProvider();
    }
}
