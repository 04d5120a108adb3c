package io.splitmask.method.splitmask;

import io.splitmask.djl.DjlBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenSplitMaskDjlTest extends SplitMaskGoldenTests {
    @Override
    protected BackendProvider provider() {
        return new DjlBackendProvider();
    }
}
