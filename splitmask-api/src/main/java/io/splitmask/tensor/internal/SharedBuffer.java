package io.splitmask.tensor.internal;

import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;

/** A buffer that several tensor handles hold; it is freed with the last of them. Belongs to one thread at a time. */
public final class SharedBuffer {
    private final Backend backend;
    private final Buffer buffer;
    private int holders;
    private boolean aliased;

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
    }

    /** Removes a holder; the last one frees the buffer. */
    public void release() {
        if (--holders == 0) {
            buffer.close();
        }
    }

    /** Notes that another buffer may show the same memory, as after a reshape. */
    public void markAliased() {
        aliased = true;
    }

    /** Returns whether a single handle can see this memory, so that it may be changed in place. */
    public boolean exclusive() {
        return holders == 1 && !aliased;
    }
}
