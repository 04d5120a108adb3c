package io.splitmask.tensor;

import io.splitmask.autograd.Arithmetic;
import io.splitmask.autograd.Functions;
import io.splitmask.autograd.Indexing;
import io.splitmask.autograd.MatrixProducts;
import io.splitmask.autograd.Normalisation;
import io.splitmask.autograd.Reductions;
import io.splitmask.autograd.Shaping;
import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.internal.GradientNode;
import io.splitmask.tensor.internal.ShapeRules;
import io.splitmask.tensor.internal.SharedBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable array of at most 2^31 - 1 elements on a backend's device. Operations check shapes and element types
 * before any native call and throw a {@link ShapeException} if they do not fit. They return new tensors that belong to
 * the innermost {@link TensorScope}, and are recorded if a {@link io.splitmask.autograd.Tape} is recording. Axes may
 * count from the end. Operands of arithmetic broadcast as in NumPy.
 */
public final class Tensor {
    private final SharedBuffer shared;
    private final @Nullable GradientNode node;
    private boolean open = true;

    private Tensor(SharedBuffer shared, @Nullable GradientNode node) {
        this.shared = shared;
        this.node = node;
        shared.retain();
    }

    // making and reading

    /** Copies row-major values to the backend. */
    public static Tensor of(Backend backend, float[] values, int... dims) {
        Shape shape = ShapeRules.count("of", values.length, dims);
        return wrap(backend, backend.kernels().upload(values, shape), null);
    }

    /** Copies row-major INT32 values to the backend. */
    public static Tensor ofInts(Backend backend, int[] values, int... dims) {
        Shape shape = ShapeRules.count("ofInts", values.length, dims);
        return wrap(backend, backend.kernels().upload(values, shape), null);
    }

    /**
     * Copies row-major indices to the backend. Kernels do not check them, so what comes from outside must pass here.
     *
     * @param bound each value must be in 0..bound-1, else the error names the first that is not
     */
    public static Tensor ofIndices(Backend backend, int[] values, int bound, int... dims) {
        ShapeRules.indices("ofIndices", values, bound);
        return ofInts(backend, values, dims);
    }

    /** Returns a tensor of one value. */
    public static Tensor full(Backend backend, float value, Shape shape) {
        ShapeRules.limit("full", shape.toArray());
        return wrap(backend, backend.kernels().full(shape, value), null);
    }

    /** Wraps a fresh buffer; for the autograd package. The tensor owns it and belongs to the innermost scope. */
    public static Tensor wrap(Backend backend, Buffer buffer, @Nullable GradientNode node) {
        return adopted(new Tensor(new SharedBuffer(backend, buffer), node));
    }

    private static Tensor adopted(Tensor tensor) {
        try {
            TensorScope.innermost().adopt(tensor);
            return tensor;
        } catch (IllegalStateException noScope) {
            tensor.free();
            throw noScope;
        }
    }

    /** Returns a handle of the same value that gradients flow to; belongs to the innermost scope. */
    public Tensor asLeaf() {
        return adopted(retain(new GradientNode(true)));
    }

    /** Returns a handle of the same value that no gradient flows to; belongs to the innermost scope. */
    public Tensor detach() {
        return adopted(retain(null));
    }

    /** Returns a handle of the same value that belongs to no scope; for the tape, which frees it. */
    public Tensor retain() {
        return retain(node);
    }

    private Tensor retain(@Nullable GradientNode newNode) {
        checkOpen();
        return new Tensor(shared, newNode);
    }

    /** Frees this handle before its scope closes. The value lives on while other handles or a tape need it. */
    public void close() {
        TensorScope.forget(this);
        free();
    }

    /** Frees this handle, once. */
    public void free() {
        if (open) {
            open = false;
            shared.release();
        }
    }

    private void checkOpen() {
        if (!open) {
            throw new IllegalStateException("tensor " + shared.buffer().shape()
                    + " is used after its scope closed; move it outward with scope.release(tensor)");
        }
    }

    /** Returns the shape. */
    public Shape shape() {
        return shared.buffer().shape();
    }

    /** Returns the size of an axis. */
    public int dim(int axis) {
        return shape().dim(axis);
    }

    /** Returns the type of the elements. */
    public DType dtype() {
        return shared.buffer().dtype();
    }

    /** Returns the backend that holds the tensor. */
    public Backend backend() {
        return shared.backend();
    }

    /** Returns the backend's buffer; for the autograd and optim packages. */
    public Buffer buffer() {
        checkOpen();
        return shared.buffer();
    }

    /** Returns the shared memory; for the autograd package. */
    public SharedBuffer shared() {
        return shared;
    }

    /** Returns the node that gradients flow to, or null. */
    public @Nullable GradientNode node() {
        return node;
    }

    /** Copies FLOAT32 values out, row-major. */
    public float[] toFloats() {
        ShapeRules.dtype("toFloats", "tensor", this, DType.FLOAT32);
        return backend().kernels().downloadFloats(buffer());
    }

    /** Copies INT32 values out, row-major. */
    public int[] toInts() {
        ShapeRules.dtype("toInts", "tensor", this, DType.INT32);
        return backend().kernels().downloadInts(buffer());
    }

    /** Returns the element of a FLOAT32 tensor that has exactly one. */
    public float item() {
        if (shape().size() != 1) {
            throw new ShapeException("item", "expected one element, got " + shape(), shape());
        }
        return toFloats()[0];
    }

    // arithmetic

    /** Adds. */
    public Tensor add(Tensor other) {
        return Arithmetic.add(this, other);
    }

    /** Subtracts. */
    public Tensor subtract(Tensor other) {
        return Arithmetic.subtract(this, other);
    }

    /** Multiplies element by element. */
    public Tensor multiply(Tensor other) {
        return Arithmetic.multiply(this, other);
    }

    /** Divides element by element. */
    public Tensor divide(Tensor other) {
        return Arithmetic.divide(this, other);
    }

    /** Adds a number. */
    public Tensor add(float value) {
        return Arithmetic.add(this, value);
    }

    /** Multiplies by a number. */
    public Tensor multiply(float value) {
        return Arithmetic.multiply(this, value);
    }

    /** Changes the sign. */
    public Tensor negate() {
        return multiply(-1f);
    }

    /** Multiplies by itself. */
    public Tensor square() {
        return multiply(this);
    }

    // functions

    /** {@code e^x}. */
    public Tensor exp() {
        return Functions.exp(this);
    }

    /** Natural logarithm. */
    public Tensor log() {
        return Functions.log(this);
    }

    /** Square root. */
    public Tensor sqrt() {
        return Functions.sqrt(this);
    }

    /** Hyperbolic tangent. */
    public Tensor tanh() {
        return Functions.tanh(this);
    }

    /** Error function. */
    public Tensor erf() {
        return Functions.erf(this);
    }

    /** {@code 1 / (1 + e^-x)}; keeps the digits of small values. */
    public Tensor sigmoid() {
        return Functions.sigmoid(this);
    }

    /** Positive part. */
    public Tensor relu() {
        return Functions.relu(this);
    }

    /** Exact GELU. */
    public Tensor gelu() {
        return Functions.gelu(this);
    }

    // shape

    /** Returns the same elements under another shape; one size may be -1. */
    public Tensor reshape(int... dims) {
        return Shaping.reshape(this, dims);
    }

    /** Reorders axes: axis i of the result is axis {@code axes[i]} of this. */
    public Tensor permute(int... axes) {
        return Shaping.permute(this, axes);
    }

    /** Swaps two axes. */
    public Tensor transpose(int axis1, int axis2) {
        return Shaping.transpose(this, axis1, axis2);
    }

    /** Takes positions {@code start} (inclusive) to {@code stop} (exclusive) of an axis. */
    public Tensor slice(int axis, int start, int stop) {
        return Shaping.slice(this, axis, start, stop);
    }

    /** Joins tensors along an axis. */
    public static Tensor concat(List<Tensor> parts, int axis) {
        return Shaping.concat(parts, axis);
    }

    /** Repeats along axes of size 1 and new leading axes. */
    public Tensor broadcastTo(int... dims) {
        return Shaping.broadcastTo(this, Shape.of(dims));
    }

    // indexing

    /** Picks rows: [B, T, D] by INT32 index [B, K] gives [B, K, D]; repeated rows add up in the gradient. */
    public Tensor gatherRows(Tensor index) {
        return Indexing.gatherRows(this, index);
    }

    /** Adds rows [B, K, D] up at INT32 index [B, K] of [B, rows, D], from zero. */
    public Tensor scatterAddRows(Tensor index, int rows) {
        return Indexing.scatterAddRows(this, index, rows);
    }

    /** Picks entries of the first axis: {@code out[k, ...] = x[index[k], ...]}, index INT32 [K]. */
    public Tensor take(Tensor index) {
        return Indexing.take(this, index);
    }

    /** Picks one element a row: {@code out[i, 0] = x[i, index[i, 0]]} of [R, C] by INT32 [R, 1]. */
    public Tensor gatherLast(Tensor index) {
        return Indexing.gatherLast(this, index);
    }

    // reduction; no axes means all

    /** Sums; the axes vanish. */
    public Tensor sum(int... axes) {
        return Reductions.sum(this, false, axes);
    }

    /** Sums; the axes stay with size 1. */
    public Tensor sumKeepingAxes(int... axes) {
        return Reductions.sum(this, true, axes);
    }

    /** Averages; the axes vanish. */
    public Tensor mean(int... axes) {
        return Reductions.mean(this, false, axes);
    }

    /** Averages; the axes stay with size 1. */
    public Tensor meanKeepingAxes(int... axes) {
        return Reductions.mean(this, true, axes);
    }

    /** Largest element; the axes vanish. Equal largest elements share the gradient. */
    public Tensor max(int... axes) {
        return Reductions.max(this, false, axes);
    }

    /** Largest element; the axes stay with size 1. */
    public Tensor maxKeepingAxes(int... axes) {
        return Reductions.max(this, true, axes);
    }

    /** Position of the largest element of the last axis, the lowest if several, as INT32; no gradient. */
    public Tensor argMax() {
        return Reductions.argMax(this);
    }

    // matrices and layers

    /** Matrix product of the last two axes; leading axes broadcast. */
    public Tensor matmul(Tensor other) {
        return MatrixProducts.matmul(this, other, MatmulSpec.NN);
    }

    /** Matrix product with transposed operands. */
    public Tensor matmul(Tensor other, MatmulSpec spec) {
        return MatrixProducts.matmul(this, other, spec);
    }

    /** Linear layer: [..., I] with weight [O, I] and bias [O] gives [..., O]. */
    public Tensor linear(Tensor weight, Tensor bias) {
        return MatrixProducts.linear(this, weight, bias);
    }

    /** Softmax along an axis, stable for large inputs. */
    public Tensor softmax(int axis) {
        return Normalisation.softmax(this, axis);
    }

    /** Logarithm of the softmax along an axis. */
    public Tensor logSoftmax(int axis) {
        return Normalisation.logSoftmax(this, axis);
    }

    /** Layer norm over the last axis (biased variance), scaled and shifted by [D] vectors. */
    public Tensor layerNorm(Tensor weight, Tensor bias, float eps) {
        return Normalisation.layerNorm(this, weight, bias, eps);
    }

    /** Divides by the Euclidean norm along an axis, or by eps where the norm is smaller. */
    public Tensor l2Normalize(int axis, float eps) {
        return Normalisation.l2Normalize(this, axis, eps);
    }

    @Override
    public String toString() {
        return "Tensor" + shape() + " " + dtype() + (open ? "" : " (closed)");
    }
}
