package com.example.arrays;

import io.splitmask.spi.Buffer;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.concurrent.atomic.AtomicInteger;

/** A handle of an array. Handles that {@code reshape} made share their array; it is freed with the last of them. */
final class ArrayBuffer implements Buffer {
    private final Memory memory;
    private final Object array; // float[] or int[]
    private final AtomicInteger handles; // of this array
    private final Shape shape;
    private boolean closed;

    private ArrayBuffer(Memory memory, Object array, AtomicInteger handles, Shape shape) {
        this.memory = memory;
        this.array = array;
        this.handles = handles;
        this.shape = shape;
        memory.handleMade();
    }

    /** Wraps an array that nobody else keeps. */
    static ArrayBuffer of(Memory memory, Object array, Shape shape) {
        ArrayBuffer buffer = new ArrayBuffer(memory, array, new AtomicInteger(1), shape);
        memory.allocated(buffer.bytes());
        return buffer;
    }

    ArrayBuffer reshaped(Shape other) {
        handles.incrementAndGet();
        return new ArrayBuffer(memory, array, handles, other);
    }

    static Object array(Buffer buffer) {
        ArrayBuffer own = (ArrayBuffer) buffer;
        if (own.closed) {
            throw new IllegalStateException("used after close: buffer " + own.shape);
        }
        return own.array;
    }

    static float[] floats(Buffer buffer) {
        return (float[]) array(buffer);
    }

    static int[] ints(Buffer buffer) {
        return (int[]) array(buffer);
    }

    private long bytes() {
        return shape.size() * dtype().bytes();
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public DType dtype() {
        return array instanceof float[] ? DType.FLOAT32 : DType.INT32;
    }

    @Override
    public void close() {
        if (closed) {
            throw new IllegalStateException("closed twice: buffer " + shape);
        }
        closed = true;
        memory.handleClosed();
        if (handles.decrementAndGet() == 0) {
            memory.freed(bytes());
        }
    }
}
