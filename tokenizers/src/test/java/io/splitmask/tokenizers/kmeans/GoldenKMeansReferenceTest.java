package io.splitmask.tokenizers.kmeans;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.reference.ReferenceBackendProvider;

class GoldenKMeansReferenceTest extends GoldenKMeans {
    @Override
    protected BackendProvider provider() {
        return new ReferenceBackendProvider();
    }
}
