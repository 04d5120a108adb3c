package io.splitmask.tck;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.reference.ReferenceBackendProvider;

/** The reference backend keeps the rules. */
class ReferenceBackendTckTest extends BackendTck {
    @Override
    protected BackendProvider provider() {
        return new ReferenceBackendProvider();
    }
}
