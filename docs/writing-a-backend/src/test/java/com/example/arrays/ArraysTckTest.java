package com.example.arrays;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.BackendTck;

class ArraysTckTest extends BackendTck {
    @Override
    protected BackendProvider provider() {
        return new ArraysProvider();
    }
}
