package io.splitmask.tokenizers;

import io.splitmask.djl.DjlBackendProvider;
import io.splitmask.spi.BackendProvider;

class GoldenTokenizerDjlTest extends GoldenTokenizer {
    @Override
    protected BackendProvider provider() {
        return new DjlBackendProvider();
    }
}
