package io.splitmask.method.dino;

import io.splitmask.djl.DjlBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenDinoDjlTest extends DinoGoldenTests {
    @Override
    protected BackendProvider provider() {
        return new DjlBackendProvider();
    }
}
