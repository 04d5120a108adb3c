package io.splitmask.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Owns the temporaries of one composed kernel and closes those that do not leave it. */
final class Work implements AutoCloseable {
    private final List<Buffer> temporaries = new ArrayList<>();
    private final Set<Buffer> kept = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Registers a temporary. */
    Buffer own(Buffer buffer) {
        temporaries.add(buffer);
        return buffer;
    }

    /** Lets a registered buffer leave. */
    Buffer keep(Buffer buffer) {
        kept.add(buffer);
        return buffer;
    }

    @Override
    public void close() {
        for (Buffer buffer : temporaries) {
            if (!kept.contains(buffer)) {
                buffer.close();
            }
        }
    }
}
