package io.splitmask.tokenizers.kmeans;

import io.splitmask.dl4j.Dl4jBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenKMeansDl4jTest extends GoldenKMeans {
    @Override
    protected BackendProvider provider() {
        return new Dl4jBackendProvider();
    }
}
