package io.splitmask.tensor;

import java.util.Arrays;

/** The sizes of a tensor's axes, slowest first; {@code []} is a single number. Immutable. */
public final class Shape {
    private static final Shape SCALAR = new Shape(new int[0]);

    private final int[] dims;
    private final long size;

    private Shape(int[] dims) {
        for (int dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException("expected sizes of 0 or more, got shape " + Arrays.toString(dims));
            }
        }
        this.dims = dims;
        this.size = product(dims);
    }

    private static long product(int[] dims) {
        long product = Arrays.stream(dims).anyMatch(dim -> dim == 0) ? 0 : 1;
        for (int dim : dims) {
            if (product > 0 && product > Long.MAX_VALUE / dim) {
                throw new IllegalArgumentException(
                        "shape " + Arrays.toString(dims) + " has too many elements; expected fewer than 2^63");
            }
            product *= dim;
        }
        return product;
    }

    /**
     * Returns the shape with these sizes; none gives the shape of a single number.
     *
     * @throws IllegalArgumentException if a size is negative, or there are 2^63 elements or more
     */
    public static Shape of(int... dims) {
        return dims.length == 0 ? SCALAR : new Shape(dims.clone());
    }

    /** Returns the number of axes. */
    public int rank() {
        return dims.length;
    }

    /**
     * Returns the size of an axis.
     *
     * @param axis from 0, or from the end if negative: -1 is the last axis
     */
    public int dim(int axis) {
        return dims[axis(axis)];
    }

    /**
     * Turns an axis that may count from the end into one that counts from 0.
     *
     * @throws IllegalArgumentException if there is no such axis
     */
    public int axis(int axis) {
        int fromStart = axis < 0 ? axis + dims.length : axis;
        if (fromStart < 0 || fromStart >= dims.length) {
            throw new IllegalArgumentException(
                    dims.length == 0
                            ? "expected a shape with axes, got [] and axis " + axis
                            : "expected an axis in " + -dims.length + ".." + (dims.length - 1) + " of " + this
                                    + ", got " + axis);
        }
        return fromStart;
    }

    /** Returns the number of elements. */
    public long size() {
        return size;
    }

    /**
     * Returns the number of elements as an {@code int}.
     *
     * @throws IllegalArgumentException if there are more than a tensor can hold, 2^31 - 1
     */
    public int intSize() {
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "shape " + this + " has " + size + " elements; expected at most 2^31 - 1 = " + Integer.MAX_VALUE);
        }
        return (int) size;
    }

    /** Returns the sizes as a new array. */
    public int[] toArray() {
        return dims.clone();
    }

    /** Returns this shape with one axis replaced by another size. */
    public Shape with(int axis, int dim) {
        int[] copy = dims.clone();
        copy[axis(axis)] = dim;
        return new Shape(copy);
    }

    /**
     * Returns the row-major strides, in elements.
     *
     * @throws IllegalArgumentException if there are more elements than a tensor can hold, 2^31 - 1
     */
    public int[] strides() {
        int unused = intSize();
        int[] strides = new int[dims.length];
        int step = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= dims[i];
        }
        return strides;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** Returns the sizes in brackets, such as {@code [16, 197, 384]}. */
    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
