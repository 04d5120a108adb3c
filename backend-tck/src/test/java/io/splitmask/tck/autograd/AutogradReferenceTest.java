package io.splitmask.tck.autograd;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.reference.ReferenceBackendProvider;

class AutogradReferenceTest extends AutogradSuite {
    @Override
    protected BackendProvider provider() {
        return new ReferenceBackendProvider();
    }
}
