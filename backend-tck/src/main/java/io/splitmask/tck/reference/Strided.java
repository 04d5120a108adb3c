package io.splitmask.tck.reference;

import io.splitmask.tensor.Shape;

/** Positions in an array that is read in another order; the one idea behind permute, broadcast and reduction. */
final class Strided {
    private Strided() {}

    /**
     * Lists, for every index of {@code shape} in row-major order, the position {@code sum of index[i] * strides[i]}.
     * A stride of 0 stays where it is: so an axis is repeated when reading, or added up when writing.
     */
    static int[] positions(Shape shape, int[] strides) {
        int[] positions = new int[shape.intSize()];
        int[] index = new int[shape.rank()];
        int position = 0;
        for (int i = 0; i < positions.length; i++) {
            positions[i] = position;
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                position += strides[axis];
                if (++index[axis] < shape.dim(axis)) {
                    break;
                }
                position -= shape.dim(axis) * strides[axis];
                index[axis] = 0;
            }
        }
        return positions;
    }

    /** Returns the shape of two operands under NumPy's broadcasting rules; that they fit was checked above. */
    static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        int[] dims = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int sizeA = i <= a.rank() ? a.dim(-i) : 1;
            int sizeB = i <= b.rank() ? b.dim(-i) : 1;
            dims[rank - i] = sizeA == 1 ? sizeB : sizeA;
        }
        return Shape.of(dims);
    }

    /** Lists where x is read for every element of the larger shape: it stands still along repeated axes. */
    static int[] broadcastPositions(Shape x, Shape larger) {
        int[] own = x.strides();
        int[] strides = new int[larger.rank()];
        for (int i = 1; i <= x.rank(); i++) {
            strides[larger.rank() - i] = x.dim(-i) == 1 ? 0 : own[x.rank() - i];
        }
        return positions(larger, strides);
    }
}
