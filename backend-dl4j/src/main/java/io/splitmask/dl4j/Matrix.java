package io.splitmask.dl4j;

/**
 * A matrix in memory as BLAS sees it: rows that lie {@code step} elements apart.
 *
 * @param address of the first element
 * @param step elements from one row to the next
 * @param transposed whether rows and columns are swapped before use
 */
record Matrix(long address, int step, boolean transposed) {
    static Matrix of(long address, int step) {
        return new Matrix(address, step, false);
    }

    Matrix transpose() {
        return new Matrix(address, step, !transposed);
    }

    /** Returns the part that starts at this row, counted after the swap. */
    Matrix fromRow(int row) {
        return plus((long) row * (transposed ? 1 : step));
    }

    /** Returns the part that starts at this column, counted after the swap. */
    Matrix fromColumn(int column) {
        return plus((long) column * (transposed ? step : 1));
    }

    /** Returns the same layout so many elements on. */
    Matrix plus(long elements) {
        return new Matrix(address + elements * Float.BYTES, step, transposed);
    }
}
