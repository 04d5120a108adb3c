package io.splitmask.djl;

import io.splitmask.spi.MemoryStatistics;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the buffers of one backend and the blocks behind them. Thread-safe. */
final class MemoryCounter {
    private final AtomicLong liveBuffers = new AtomicLong();
    private final AtomicLong liveBytes = new AtomicLong();

    /** Counts a new block with its first buffer. */
    Block newBlock(long bytes) {
        liveBytes.addAndGet(bytes);
        liveBuffers.incrementAndGet();
        return new Block(bytes);
    }

    /** Returns the state; PyTorch's processor allocator has no pool of its own. */
    MemoryStatistics statistics() {
        return new MemoryStatistics(liveBuffers.get(), liveBytes.get(), 0);
    }

    /** Memory that one or more buffers use. */
    final class Block {
        private final long bytes;
        private final AtomicInteger users = new AtomicInteger(1);

        private Block(long bytes) {
            this.bytes = bytes;
        }

        /** Counts one more buffer on this block. */
        Block share() {
            users.incrementAndGet();
            liveBuffers.incrementAndGet();
            return this;
        }

        /** Counts one buffer less, and the block too if it was the last. */
        void release() {
            liveBuffers.decrementAndGet();
            if (users.decrementAndGet() == 0) {
                liveBytes.addAndGet(-bytes);
            }
        }
    }
}
