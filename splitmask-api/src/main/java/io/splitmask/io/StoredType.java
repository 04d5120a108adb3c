package io.splitmask.io;

/** Element types that can be read. The names are those of the safetensors format. */
public enum StoredType {
    /** IEEE 754 double precision. */
    F64(8, true),
    /** IEEE 754 single precision. */
    F32(4, true),
    /** IEEE 754 half precision. */
    F16(2, true),
    /** The upper half of a single-precision number. */
    BF16(2, true),
    /** Signed 64-bit integers. */
    I64(8, false),
    /** Signed 32-bit integers. */
    I32(4, false),
    /** Signed 16-bit integers. */
    I16(2, false),
    /** Signed bytes. */
    I8(1, false),
    /** Unsigned bytes. */
    U8(1, false),
    /** One byte each, 0 or 1. */
    BOOL(1, false);

    private final int bytes;
    private final boolean floating;

    StoredType(int bytes, boolean floating) {
        this.bytes = bytes;
        this.floating = floating;
    }

    /** Returns the size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Returns whether elements are floating-point numbers. */
    public boolean isFloating() {
        return floating;
    }
}
