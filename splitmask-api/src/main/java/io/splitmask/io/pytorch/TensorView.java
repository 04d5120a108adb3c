package io.splitmask.io.pytorch;

import io.splitmask.io.StoredType;
import io.splitmask.tensor.Shape;

/** A tensor: elements of a storage from {@code offset} on, at distances given per axis. */
final class TensorView {
    private final Storage storage;
    private final long offset;
    private final Shape shape;
    private final long[] strides;

    /**
     * Makes a view; the caller has checked that it lies in the storage.
     *
     * @param offset of the first element, in elements
     * @param strides distance of neighbours per axis, in elements; not negative
     */
    TensorView(Storage storage, long offset, Shape shape, long[] strides) {
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
        this.strides = strides.clone();
    }

    StoredType type() {
        return storage.type();
    }

    Shape shape() {
        return shape;
    }

    long stride(int axis) {
        return strides[axis];
    }

    /** Returns the position of the first byte in the file. */
    long begin() {
        return storage.begin() + offset * type().bytes();
    }

    /** Returns the number of elements of the storage from the first of the tensor to the last, both included. */
    long extent() {
        if (shape.size() == 0) {
            return 0;
        }
        long last = 0;
        for (int axis = 0; axis < strides.length; axis++) {
            last += (shape.dim(axis) - 1) * strides[axis];
        }
        return last + 1;
    }

    /** Returns whether the elements follow each other in row-major order without gaps. */
    boolean isContiguous() {
        long expected = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            if (shape.dim(axis) != 1 && strides[axis] != expected) {
                return shape.size() == 0;
            }
            expected *= shape.dim(axis);
        }
        return true;
    }

    @Override
    public String toString() {
        return type() + " " + shape;
    }
}
