package com.example.arrays;

import io.splitmask.spi.MemoryStatistics;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is live. An engine with memory of its own would allocate and free here. */
final class Memory {
    private final AtomicLong handles = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    void handleMade() {
        handles.incrementAndGet();
    }

    void handleClosed() {
        handles.decrementAndGet();
    }

    void allocated(long size) {
        bytes.addAndGet(size);
    }

    void freed(long size) {
        bytes.addAndGet(-size);
    }

    MemoryStatistics statistics() {
        return new MemoryStatistics(handles.get(), bytes.get(), 0);
    }
}
