package io.splitmask.dl4j;

import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * How operands of different shapes meet, with as few axes as possible: neighbouring axes over which every operand
 * advances evenly are one axis. The last axis is the inner one, over which an operand either advances by 1 or stands.
 *
 * @param shape the result's shape
 * @param dims sizes of the joined axes, at least one
 * @param strides per operand and joined axis, 0 where the operand is repeated
 */
record BroadcastPlan(Shape shape, int[] dims, int[][] strides) {

    /** Plans the result of NumPy's broadcasting of operands that were checked to fit. */
    static BroadcastPlan of(Dl4jBuffer... operands) {
        int rank = 0;
        for (Dl4jBuffer operand : operands) {
            rank = Math.max(rank, operand.shape().rank());
        }
        int[] dims = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            dims[axis] = 1;
            for (Dl4jBuffer operand : operands) {
                int own = axis - rank + operand.shape().rank();
                int dim = own < 0 ? 1 : operand.shape().dim(own);
                dims[axis] = dim == 1 ? dims[axis] : dim;
            }
        }
        return of(Shape.of(dims), operands);
    }

    /** Plans a result of this shape. */
    static BroadcastPlan of(Shape shape, Dl4jBuffer... operands) {
        int[][] full = new int[operands.length][];
        for (int i = 0; i < operands.length; i++) {
            full[i] = strides(shape, operands[i].shape());
        }
        List<Integer> kept = new ArrayList<>();
        int[] dims = shape.toArray();
        for (int axis = 0; axis < dims.length; axis++) {
            if (dims[axis] == 1) {
                continue;
            }
            if (!kept.isEmpty() && joins(full, kept.get(kept.size() - 1), axis, dims[axis])) {
                int previous = kept.remove(kept.size() - 1);
                dims[axis] *= dims[previous];
            }
            kept.add(axis);
        }
        if (kept.isEmpty()) {
            return new BroadcastPlan(shape, new int[] {1}, new int[operands.length][1]);
        }
        int[][] strides = new int[operands.length][];
        for (int i = 0; i < operands.length; i++) {
            int[] own = full[i];
            strides[i] = kept.stream().mapToInt(axis -> own[axis]).toArray();
        }
        return new BroadcastPlan(
                shape, kept.stream().mapToInt(axis -> dims[axis]).toArray(), strides);
    }

    private static boolean joins(int[][] strides, int outer, int inner, int innerSize) {
        for (int[] own : strides) {
            if (own[outer] != own[inner] * innerSize) {
                return false;
            }
        }
        return true;
    }

    /** Strides of an operand over the axes of the result, 0 where it has size 1 or no such axis. */
    private static int[] strides(Shape result, Shape operand) {
        int[] strides = new int[result.rank()];
        int[] own = operand.strides();
        int missing = result.rank() - operand.rank();
        for (int axis = 0; axis < own.length; axis++) {
            strides[missing + axis] = operand.dim(axis) == 1 ? 0 : own[axis];
        }
        return strides;
    }

    /** Size of the inner axis. */
    int inner() {
        return dims[dims.length - 1];
    }

    /** Product of the other axes. */
    int outer() {
        int outer = 1;
        for (int axis = 0; axis < dims.length - 1; axis++) {
            outer *= dims[axis];
        }
        return outer;
    }

    /** Returns whether an operand advances along the inner axis. */
    boolean advances(int operand) {
        return strides[operand][dims.length - 1] != 0;
    }

    /** Returns where an operand stands at the start of a row of the result. */
    int offset(int operand, int row) {
        int offset = 0;
        int rest = row;
        for (int axis = dims.length - 2; axis >= 0; axis--) {
            offset += rest % dims[axis] * strides[operand][axis];
            rest /= dims[axis];
        }
        return offset;
    }
}
