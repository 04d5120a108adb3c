package io.splitmask.tensor.internal;

import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;

/** A buffer that several tensor handles hold; it is freed with the last of them. Belongs to one thread at a time. */
public final class SharedBuffer {
    /** How many handles see one piece of memory, through this buffer or another one. */
    private static final class Sight {
        private int handles;
    }

    private final Backend backend;
    private final Buffer buffer;
    private Sight sight = new Sight();
    private int holders;

    /** Wraps a fresh buffer without any holder yet. */
    public SharedBuffer(Backend backend, Buffer buffer) {
        this.backend = backend;
        this.buffer = buffer;
    }

    /** Returns the backend that made the buffer. */
    public Backend backend() {
        return backend;
    }

    /** Returns the buffer. */
    public Buffer buffer() {
        return buffer;
    }

    /** Adds a holder. */
    public void retain() {
        holders++;
        sight.handles++;
    }

    /** Removes a holder; the last one frees the buffer. */
    public void release() {
        sight.handles--;
        if (--holders == 0) {
            buffer.close();
        }
    }

    /** Notes that this buffer, of which nobody else knows yet, may show the memory of another, as after a reshape. */
    public void showMemoryOf(SharedBuffer origin) {
        sight = origin.sight;
        sight.handles += holders;
    }

    /** Returns whether a single handle can see this memory, so that it may be changed in place. */
    public boolean exclusive() {
        return sight.handles == 1;
    }
}
