package io.splitmask.tokenizers;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.reference.ReferenceBackendProvider;

class GoldenTokenizerReferenceTest extends GoldenTokenizer {
    @Override
    protected BackendProvider provider() {
        return new ReferenceBackendProvider();
    }
}
