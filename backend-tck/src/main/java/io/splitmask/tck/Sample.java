package io.splitmask.tck;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;

/** A tensor on the host: what goes into a kernel or came out of it. */
final class Sample {
    private final DType dtype;
    private final Shape shape;
    private final float[] floats;
    private final int[] ints;

    private Sample(DType dtype, Shape shape, float[] floats, int[] ints) {
        this.dtype = dtype;
        this.shape = shape;
        this.floats = floats;
        this.ints = ints;
    }

    static Sample of(Shape shape, float... values) {
        return new Sample(DType.FLOAT32, shape, values, new int[0]);
    }

    static Sample ofInts(Shape shape, int... values) {
        return new Sample(DType.INT32, shape, new float[0], values);
    }

    /** One row of values, [n]. */
    static Sample row(float... values) {
        return of(Shape.of(values.length), values);
    }

    /** The same value everywhere. */
    static Sample filled(float value, int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.intSize()];
        Arrays.fill(values, value);
        return of(shape, values);
    }

    /** The same values rounded to the nearest bfloat16, the upper half of a FLOAT32; ties to even. */
    Sample toBfloat16() {
        float[] rounded = new float[floats.length];
        for (int i = 0; i < rounded.length; i++) {
            int bits = Float.floatToRawIntBits(floats[i]);
            rounded[i] = Float.intBitsToFloat((bits + 0x7fff + (bits >>> 16 & 1)) & 0xffff0000);
        }
        return of(shape, rounded);
    }

    static Sample download(Kernels k, Buffer buffer) {
        return buffer.dtype() == DType.FLOAT32
                ? of(buffer.shape(), k.downloadFloats(buffer))
                : ofInts(buffer.shape(), k.downloadInts(buffer));
    }

    Buffer upload(Kernels k) {
        return dtype == DType.FLOAT32 ? k.upload(floats.clone(), shape) : k.upload(ints.clone(), shape);
    }

    Shape shape() {
        return shape;
    }

    float[] floats() {
        return floats;
    }

    int[] ints() {
        return ints;
    }

    /** Returns how this differs from what was expected, if it does. */
    Optional<String> difference(Sample expected, Tolerance tolerance) {
        if (dtype != expected.dtype || !shape.equals(expected.shape)) {
            return Optional.of("expected " + expected + ", got " + this);
        }
        if (dtype == DType.INT32) {
            int first = Arrays.mismatch(ints, expected.ints);
            return first < 0
                    ? Optional.empty()
                    : Optional.of("expected " + expected.ints[first] + ", got " + ints[first] + " at position " + first
                            + " of " + this);
        }
        return Comparison.difference(floats, expected.floats, shape, tolerance);
    }

    /** Returns whether every element has the same bits, so that -0 differs from 0; any NaN equals any other. */
    boolean sameBits(Sample other) {
        return dtype == other.dtype
                && shape.equals(other.shape)
                && Arrays.equals(ints, other.ints)
                && Arrays.equals(floats, other.floats);
    }

    @Override
    public String toString() {
        return dtype + " " + shape;
    }
}
