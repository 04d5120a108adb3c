package com.example.arrays;

import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.autograd.AutogradSuite;

class ArraysAutogradTest extends AutogradSuite {
    @Override
    protected BackendProvider provider() {
        return new ArraysProvider();
    }
}
