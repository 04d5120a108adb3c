package io.splitmask.tokenizers.dalle;

import io.splitmask.djl.DjlBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenDalleDjlTest extends GoldenDalle {
    @Override
    protected BackendProvider provider() {
        return new DjlBackendProvider();
    }
}
