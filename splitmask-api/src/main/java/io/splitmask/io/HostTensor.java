package io.splitmask.io;

import io.splitmask.tensor.Shape;
import java.util.Arrays;

/** A tensor's values in a Java array, row-major (last axis fastest). Arrays are not copied; do not change them. */
@SuppressWarnings("ArrayRecordComponent") // equality is by content; arrays are not copied because models are large
public sealed interface HostTensor {
    /** Returns the sizes of the axes; their product is the length of the array. */
    Shape shape();

    /**
     * Single-precision values.
     *
     * @param shape the sizes of the axes
     * @param values one value per element
     */
    record Floats(Shape shape, float[] values) implements HostTensor {
        /** Checks the number of values. */
        public Floats {
            checkLength(shape, values.length);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Floats that && shape.equals(that.shape) && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return 31 * shape.hashCode() + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "float32 " + shape;
        }
    }

    /**
     * 32-bit integers.
     *
     * @param shape the sizes of the axes
     * @param values one value per element
     */
    record Ints(Shape shape, int[] values) implements HostTensor {
        /** Checks the number of values. */
        public Ints {
            checkLength(shape, values.length);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Ints that && shape.equals(that.shape) && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return 31 * shape.hashCode() + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "int32 " + shape;
        }
    }

    /**
     * 64-bit integers.
     *
     * @param shape the sizes of the axes
     * @param values one value per element
     */
    record Longs(Shape shape, long[] values) implements HostTensor {
        /** Checks the number of values. */
        public Longs {
            checkLength(shape, values.length);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Longs that && shape.equals(that.shape) && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return 31 * shape.hashCode() + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "int64 " + shape;
        }
    }

    private static void checkLength(Shape shape, int length) {
        if (shape.size() != length) {
            throw new IllegalArgumentException(
                    "expected " + shape.size() + " values for shape " + shape + ", got " + length);
        }
    }
}
