package io.splitmask.dl4j;

import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The buffers that one kernel makes: results leave it, temporaries never do, and nothing does if it fails. */
final class Draft implements AutoCloseable {
    private final Memory memory;
    private final List<Dl4jBuffer> results = new ArrayList<>(3);
    private final List<Dl4jBuffer> temporaries = new ArrayList<>(0);

    Draft(Memory memory) {
        this.memory = memory;
    }

    /** Returns a FLOAT32 buffer with arbitrary contents that the caller of the kernel will own. */
    Dl4jBuffer result(Shape shape) {
        return result(shape, DType.FLOAT32);
    }

    Dl4jBuffer result(Shape shape, DType dtype) {
        Dl4jBuffer buffer = memory.allocate(shape, dtype);
        results.add(buffer);
        return buffer;
    }

    Dl4jBuffer share(Dl4jBuffer x, Shape shape) {
        Dl4jBuffer buffer = memory.share(x, shape);
        results.add(buffer);
        return buffer;
    }

    /** Returns a FLOAT32 buffer with arbitrary contents that lives as long as the kernel runs. */
    Dl4jBuffer temporary(Shape shape) {
        Dl4jBuffer buffer = memory.allocate(shape, DType.FLOAT32);
        temporaries.add(buffer);
        return buffer;
    }

    /** Lets the results go. */
    void succeed() {
        results.clear();
    }

    @Override
    public void close() {
        results.forEach(Dl4jBuffer::close);
        temporaries.forEach(Dl4jBuffer::close);
    }
}
