package io.splitmask.tokenizers.kmeans;

import io.splitmask.djl.DjlBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenKMeansDjlTest extends GoldenKMeans {
    @Override
    protected BackendProvider provider() {
        return new DjlBackendProvider();
    }
}
