package io.splitmask.tokenizers;

import io.splitmask.dl4j.Dl4jBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenTokenizerDl4jTest extends GoldenTokenizer {
    @Override
    protected BackendProvider provider() {
        return new Dl4jBackendProvider();
    }
}
