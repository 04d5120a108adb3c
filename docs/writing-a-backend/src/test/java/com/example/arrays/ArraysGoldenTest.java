package com.example.arrays;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.golden.GoldenSuite;

class ArraysGoldenTest extends GoldenSuite {
    @Override
    protected BackendProvider provider() {
        return new ArraysProvider();
    }
}
