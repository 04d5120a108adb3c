package io.splitmask.spi;

import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.List;

/**
 * The work that every backend must do; everything else can be composed from it ({@link Composed}).
 *
 * <p>Rules for all kernels. Shapes, axes (from 0), dtypes and index ranges were checked by the caller. A result is a
 * new buffer that the caller must close; an argument is never returned, kept or changed, except where the method's
 * name says so ({@link #assign}). Unless said otherwise the elements are {@link DType#FLOAT32}; INT32 buffers only
 * meet the methods that name them. Sizes of 0 are allowed; no buffer has more than 2^31 - 1 elements. NaN and
 * infinities follow IEEE 754. Buffers of one backend may be used from any thread, but not from two at once.
 */
public interface RequiredKernels {

    // transfer

    /**
     * Copies row-major values to the backend.
     *
     * @param values as many as the shape has elements
     */
    Buffer upload(float[] values, Shape shape);

    /**
     * Copies row-major INT32 values to the backend.
     *
     * @param values as many as the shape has elements
     */
    Buffer upload(int[] values, Shape shape);

    /** Copies a FLOAT32 buffer out, row-major. */
    float[] downloadFloats(Buffer x);

    /** Copies an INT32 buffer out, row-major. */
    int[] downloadInts(Buffer x);

    /** Returns a FLOAT32 buffer of one value. */
    Buffer full(Shape shape, float value);

    /** Converts FLOAT32 to INT32 (towards zero), INT32 to FLOAT32, or copies. */
    Buffer cast(Buffer x, DType dtype);

    /** Overwrites {@code target} with the values of {@code source}: same shape and dtype, FLOAT32 or INT32. */
    void assign(Buffer target, Buffer source);

    // shape

    /** Returns the same elements under another shape of equal size; may share the block. FLOAT32 or INT32. */
    Buffer reshape(Buffer x, Shape shape);

    /** Reorders axes: axis i of the result is axis {@code axes[i]} of x. */
    Buffer permute(Buffer x, int[] axes);

    /** Takes positions {@code start} (inclusive) to {@code stop} (exclusive) of one axis. FLOAT32 or INT32. */
    Buffer slice(Buffer x, int axis, int start, int stop);

    /** Joins at least one buffer along an axis; all other axes are equal. FLOAT32 or INT32. */
    Buffer concat(List<Buffer> parts, int axis);

    /** Repeats x under NumPy's broadcasting rules: {@code shape} has at least as many axes. */
    Buffer broadcastTo(Buffer x, Shape shape);

    // indexing

    /**
     * Picks rows: {@code out[b, k, :] = x[b, index[b, k], :]}.
     *
     * @param x [B, T, D]
     * @param index INT32 [B, K], each in 0..T-1, repetitions allowed
     * @return [B, K, D]
     */
    Buffer gatherRows(Buffer x, Buffer index);

    /**
     * Adds rows up: {@code out[b, index[b, k], :] += source[b, k, :]}, from zero.
     *
     * @param source [B, K, D]
     * @param index INT32 [B, K], each in 0..rows-1, repetitions add up
     * @param rows T
     * @return [B, T, D]
     */
    Buffer scatterAddRows(Buffer source, Buffer index, int rows);

    // arithmetic, element by element; two operands broadcast as in NumPy

    /** {@code a + b}. */
    Buffer add(Buffer a, Buffer b);

    /** {@code a - b}. */
    Buffer subtract(Buffer a, Buffer b);

    /** {@code a * b}. */
    Buffer multiply(Buffer a, Buffer b);

    /** {@code a / b}. */
    Buffer divide(Buffer a, Buffer b);

    /** {@code x + value}. */
    Buffer add(Buffer x, float value);

    /** {@code x * value}. */
    Buffer multiply(Buffer x, float value);

    /** {@code e^x}. */
    Buffer exp(Buffer x);

    /** Natural logarithm. */
    Buffer log(Buffer x);

    /** Square root. */
    Buffer sqrt(Buffer x);

    /** Hyperbolic tangent. */
    Buffer tanh(Buffer x);

    /** Error function, to 2e-6 relative of the full range. */
    Buffer erf(Buffer x);

    // comparison

    /** 1 where {@code a > b}, else 0; operands broadcast. */
    Buffer greater(Buffer a, Buffer b);

    /** 1 where {@code a == b}, else 0; operands broadcast. */
    Buffer equal(Buffer a, Buffer b);

    /** {@code a} where {@code condition} is not 0, else {@code b} (whatever the other one holds); all three broadcast. */
    Buffer select(Buffer condition, Buffer a, Buffer b);

    // reduction

    /** Sums over the given axes (ascending, at least one); they stay with size 1 if {@code keepAxes}, else vanish. */
    Buffer sum(Buffer x, int[] axes, boolean keepAxes);

    /** Largest element over the given non-empty axes. */
    Buffer max(Buffer x, int[] axes, boolean keepAxes);

    /**
     * Position of the largest element of the last axis, which is not empty, the lowest if several; NaN counts as larger
     * than any number.
     *
     * @return INT32 without that axis
     */
    Buffer argMax(Buffer x);

    // matrices

    /**
     * Matrix product of the last two axes; leading axes broadcast.
     *
     * @param a [..., m, k] ([..., k, m] if transposed), rank 2 or more
     * @param b [..., k, n] ([..., n, k] if transposed), rank 2 or more
     * @return [..., m, n]
     */
    Buffer matmul(Buffer a, Buffer b, MatmulSpec spec);
}
