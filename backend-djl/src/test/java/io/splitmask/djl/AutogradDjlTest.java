package io.splitmask.djl;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.autograd.AutogradSuite;

class AutogradDjlTest extends AutogradSuite {
    @Override
    protected BackendProvider provider() {
        return new DjlBackendProvider();
    }
}
