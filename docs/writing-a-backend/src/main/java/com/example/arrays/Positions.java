package com.example.arrays;

import io.splitmask.tensor.Shape;

/** Where the elements of a tensor stand in an array that is walked in another order than its own. */
final class Positions {
    private Positions() {}

    /**
     * Lists the position of every element of {@code shape}, in row-major order: {@code offset} and, for each axis, the
     * index times the stride. A stride of 0 stands still, so that an element is read or added to repeatedly.
     */
    static int[] of(Shape shape, int[] strides, int offset) {
        int[] positions = {offset};
        for (int axis = 0; axis < shape.rank(); axis++) {
            int size = shape.dim(axis);
            int[] longer = new int[positions.length * size];
            for (int i = 0; i < longer.length; i++) {
                longer[i] = positions[i / size] + i % size * strides[axis];
            }
            positions = longer;
        }
        return positions;
    }

    /** Lists where x is read for every element of the larger shape that it is broadcast to. */
    static int[] broadcast(Shape x, Shape larger) {
        int[] own = x.strides();
        int[] strides = new int[larger.rank()];
        for (int i = 1; i <= x.rank(); i++) {
            strides[larger.rank() - i] = x.dim(-i) == 1 ? 0 : own[x.rank() - i];
        }
        return of(larger, strides, 0);
    }

    /** Returns the shape that two operands have together; the caller has checked that they fit. */
    static Shape together(Shape a, Shape b) {
        Shape longer = a.rank() >= b.rank() ? a : b;
        Shape shorter = longer == a ? b : a;
        for (int i = 1; i <= shorter.rank(); i++) {
            if (longer.dim(-i) == 1) {
                longer = longer.with(-i, shorter.dim(-i));
            }
        }
        return longer;
    }
}
