package io.splitmask.dl4j;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.BackendTck;

class Dl4jBackendTckTest extends BackendTck {
    @Override
    protected BackendProvider provider() {
        return new Dl4jBackendProvider();
    }
}
