package io.splitmask.dl4j;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.autograd.AutogradSuite;

class AutogradDl4jTest extends AutogradSuite {
    @Override
    protected BackendProvider provider() {
        return new Dl4jBackendProvider();
    }
}
