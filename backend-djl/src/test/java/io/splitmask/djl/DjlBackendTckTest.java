package io.splitmask.djl;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.BackendTck;

class DjlBackendTckTest extends BackendTck {
    @Override
    protected BackendProvider provider() {
        return new DjlBackendProvider();
    }
}
