package io.splitmask.tensor;

/** The type of a tensor's elements. */
public enum DType {
    /** IEEE 754 single precision: values, weights and gradients. */
    FLOAT32(4),
    /** Signed 32-bit integers: indices, tokens and labels. */
    INT32(4);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Returns the size of one element in bytes. */
    public int bytes() {
        return bytes;
    }
}
