package io.splitmask.djl;

import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.Precision;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A backend on one thread of the processor for tests, and the buffers that the test made; checks nothing itself. */
final class OpenBackend implements AutoCloseable {
    private final Backend backend;
    private final List<Buffer> buffers = new ArrayList<>();
    private final Random random = new Random(20260101);

    OpenBackend() {
        this(Precision.FLOAT32);
    }

    OpenBackend(Precision precision) {
        backend = new DjlBackendProvider().open(new BackendConfig(Device.CPU, 1, precision));
    }

    Backend backend() {
        return backend;
    }

    Kernels kernels() {
        return backend.kernels();
    }

    long liveBuffers() {
        return backend.memory().liveBuffers();
    }

    long liveBytes() {
        return backend.memory().liveBytes();
    }

    /** Takes over a buffer and closes it at the end. */
    Buffer own(Buffer buffer) {
        buffers.add(buffer);
        return buffer;
    }

    /** Takes over several buffers. */
    List<Buffer> own(List<Buffer> list) {
        buffers.addAll(list);
        return list;
    }

    Buffer floats(Shape shape, float... values) {
        return own(kernels().upload(values, shape));
    }

    Buffer ints(Shape shape, int... values) {
        return own(kernels().upload(values, shape));
    }

    /** Normal numbers from a fixed seed. */
    Buffer normal(int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.intSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return floats(shape, values);
    }

    /** Integers 0..bound-1 from a fixed seed. */
    Buffer indices(int bound, int... dims) {
        Shape shape = Shape.of(dims);
        return ints(shape, random.ints(shape.size(), 0, bound).toArray());
    }

    float[] read(Buffer buffer) {
        return kernels().downloadFloats(buffer);
    }

    int[] readInts(Buffer buffer) {
        return kernels().downloadInts(buffer);
    }

    /** Closes what is owned so far. */
    void closeBuffers() {
        buffers.forEach(Buffer::close);
        buffers.clear();
    }

    @Override
    public void close() {
        closeBuffers();
        backend.close();
    }
}
