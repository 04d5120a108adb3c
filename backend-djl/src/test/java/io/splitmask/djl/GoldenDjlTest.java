package io.splitmask.djl;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.golden.GoldenSuite;

class GoldenDjlTest extends GoldenSuite {
    @Override
    protected BackendProvider provider() {
        return new DjlBackendProvider();
    }
}
