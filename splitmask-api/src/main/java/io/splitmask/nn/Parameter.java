package io.splitmask.nn;

import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;

/**
 * A tensor of a module, the one kind of value that changes in place: trained, or a running statistic. It belongs to the
 * scope in which its module was made.
 */
public final class Parameter {
    private final Tensor tensor;

    /** Creates a parameter filled with one value. */
    public Parameter(Backend backend, Shape shape, float value) {
        this.tensor = Tensor.full(backend, value, shape).asLeaf();
    }

    /** Returns the tensor to compute with; a leaf that gradients flow to. */
    public Tensor tensor() {
        return tensor;
    }

    /** Returns the shape. */
    public Shape shape() {
        return tensor.shape();
    }

    /** Overwrites the values, row-major. */
    public void assign(float[] values) {
        if (values.length != shape().size()) {
            throw new ShapeException(
                    "assign",
                    "expected " + shape().size() + " values for parameter " + shape() + ", got " + values.length,
                    shape());
        }
        try (Buffer source = tensor.backend().kernels().upload(values, shape())) {
            tensor.backend().kernels().assign(tensor.buffer(), source);
        }
    }

    /** Copies the values out, row-major. */
    public float[] toFloats() {
        return tensor.toFloats();
    }
}
