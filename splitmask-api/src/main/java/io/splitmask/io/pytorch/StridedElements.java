package io.splitmask.io.pytorch;

import io.splitmask.io.internal.ElementReader;
import java.nio.ByteBuffer;

/**
 * Gives the elements of a tensor that do not lie in row-major order, such as those of a transposed matrix, out of a copy
 * of the bytes from its first to its last element.
 */
final class StridedElements implements ElementReader.Source {
    private final TensorView tensor;
    private final ByteBuffer extent;
    private final int[] index;
    private int next;
    private int element;

    /**
     * Starts at the first element.
     *
     * @param tensor with at least one element
     * @param extent its bytes in the file, from the first element to the last
     */
    StridedElements(TensorView tensor, ByteBuffer extent) {
        this.tensor = tensor;
        this.extent = extent;
        this.index = new int[tensor.shape().rank()];
    }

    @Override
    public ByteBuffer elements(int start, int count) {
        if (start != next) {
            throw new IllegalArgumentException("expected element " + next + " as the next one, got " + start);
        }
        int bytes = tensor.type().bytes();
        ByteBuffer piece = ByteBuffer.allocate(count * bytes).order(extent.order());
        for (int i = 0; i < count; i++) {
            piece.put(i * bytes, extent, element * bytes, bytes);
            advance();
        }
        next += count;
        return piece;
    }

    /** Moves to the next element in row-major order; after the last one to the first. */
    private void advance() {
        for (int axis = index.length - 1; axis >= 0; axis--) {
            element += (int) tensor.stride(axis);
            if (++index[axis] < tensor.shape().dim(axis)) {
                return;
            }
            element -= (int) (tensor.stride(axis) * index[axis]);
            index[axis] = 0;
        }
    }
}
