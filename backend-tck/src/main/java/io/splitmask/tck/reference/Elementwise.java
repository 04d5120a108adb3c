package io.splitmask.tck.reference;

import io.splitmask.spi.Buffer;
import io.splitmask.tensor.Shape;
import java.util.function.DoubleUnaryOperator;

/** Functions of single elements, of broadcast pairs, and the choice between two. */
final class Elementwise {
    /** A function of two numbers in single precision, so that sums and quotients round as IEEE 754 wants. */
    @FunctionalInterface
    interface FloatOperator {
        float apply(float a, float b);
    }

    private final HostMemory memory;

    Elementwise(HostMemory memory) {
        this.memory = memory;
    }

    Buffer map(Buffer x, DoubleUnaryOperator function) {
        float[] in = HostBuffer.floats(x);
        float[] out = new float[in.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) function.applyAsDouble(in[i]);
        }
        return memory.floats(out, x.shape());
    }

    Buffer zip(Buffer a, Buffer b, FloatOperator operator) {
        Shape shape = Strided.broadcast(a.shape(), b.shape());
        float[] left = read(a, shape);
        float[] right = read(b, shape);
        float[] out = new float[shape.intSize()];
        for (int i = 0; i < out.length; i++) {
            out[i] = operator.apply(left[i], right[i]);
        }
        return memory.floats(out, shape);
    }

    Buffer select(Buffer condition, Buffer a, Buffer b) {
        Shape shape = Strided.broadcast(Strided.broadcast(condition.shape(), a.shape()), b.shape());
        float[] chosen = read(condition, shape);
        float[] left = read(a, shape);
        float[] right = read(b, shape);
        float[] out = new float[shape.intSize()];
        for (int i = 0; i < out.length; i++) {
            out[i] = chosen[i] != 0 ? left[i] : right[i];
        }
        return memory.floats(out, shape);
    }

    /** Returns the elements of x under a larger shape; its own array, to read only, where nothing repeats. */
    static float[] read(Buffer x, Shape shape) {
        float[] in = HostBuffer.floats(x);
        if (x.shape().equals(shape)) {
            return in;
        }
        return pick(in, Strided.broadcastPositions(x.shape(), shape));
    }

    /** Copies the elements at these positions. */
    static float[] pick(float[] in, int[] positions) {
        float[] out = new float[positions.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = in[positions[i]];
        }
        return out;
    }
}
