package io.splitmask.djl;

import io.splitmask.tensor.DType;

/** Numbers by which TorchScript names element types. */
final class TorchTypes {
    private static final long INT32 = 3;
    private static final long FLOAT32 = 6;

    private TorchTypes() {}

    static long code(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> FLOAT32;
            case INT32 -> INT32;
        };
    }
}
