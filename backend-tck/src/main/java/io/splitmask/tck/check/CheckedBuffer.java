package io.splitmask.tck.check;

import io.splitmask.spi.Buffer;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;

/** A handle that knows who made it and whether it was closed. */
final class CheckedBuffer implements Buffer {
    private final Ledger ledger;
    private final Buffer buffer;
    private final Shape shape;
    private final DType dtype;
    private final String origin;
    private volatile boolean closed;

    CheckedBuffer(Ledger ledger, Buffer buffer, String origin) {
        this.ledger = ledger;
        this.buffer = buffer;
        this.shape = buffer.shape();
        this.dtype = buffer.dtype();
        this.origin = origin;
    }

    Ledger ledger() {
        return ledger;
    }

    Buffer buffer() {
        return buffer;
    }

    String origin() {
        return origin;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public void close() {
        ledger.enter("close");
        try {
            if (closed) {
                throw new CheckFailedError("closed twice: " + this);
            }
            closed = true;
            ledger.remove(this);
            buffer.close();
        } finally {
            ledger.leave();
        }
    }

    @Override
    public String toString() {
        return dtype + " " + shape + " from " + origin;
    }
}
