package io.splitmask.io.internal;

import io.splitmask.io.StoredType;
import java.nio.ByteBuffer;

/** Turns stored elements into Java numbers. */
final class Decoding {
    private Decoding() {}

    /** Reads {@code count} floating-point elements into {@code values} from index {@code start}. */
    static void floats(StoredType type, ByteBuffer bytes, float[] values, int start, int count) {
        switch (type) {
            case F32 -> bytes.asFloatBuffer().get(values, start, count);
            case F64 -> {
                for (int i = start; i < start + count; i++) {
                    values[i] = (float) bytes.getDouble();
                }
            }
            case F16 -> {
                for (int i = start; i < start + count; i++) {
                    values[i] = half(bytes.getShort());
                }
            }
            case BF16 -> {
                for (int i = start; i < start + count; i++) {
                    values[i] = Float.intBitsToFloat(bytes.getShort() << 16);
                }
            }
            case I64, I32, I16, I8, U8, BOOL ->
                throw new IllegalArgumentException("not a floating-point type: " + type);
        }
    }

    /** Reads the next integer element. */
    static long integer(StoredType type, ByteBuffer bytes) {
        return switch (type) {
            case I64 -> bytes.getLong();
            case I32 -> bytes.getInt();
            case I16 -> bytes.getShort();
            case I8 -> bytes.get();
            case U8, BOOL -> Byte.toUnsignedInt(bytes.get());
            case F64, F32, F16, BF16 -> throw new IllegalArgumentException("not an integer type: " + type);
        };
    }

    /** Converts IEEE 754 half precision: 1 sign bit, 5 exponent bits (bias 15), 10 fraction bits. */
    static float half(short bits) {
        int exponent = (bits >>> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude;
        if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else if (exponent == 0x1f) {
            magnitude = Float.intBitsToFloat(0x7f800000 | fraction << 13);
        } else {
            magnitude = Float.intBitsToFloat((exponent + 112) << 23 | fraction << 13);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
