package io.splitmask.dl4j;

import io.splitmask.spi.BackendException;
import io.splitmask.spi.MemoryStatistics;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of one backend: blocks cut from a few large allocations of ND4J's.
 *
 * <p>Allocating from ND4J for every result would cost more than the arithmetic (tens of milliseconds for 16 MB), and
 * the C library never returns blocks of 1 to 16 MB to the system. So memory is taken in slabs of 64 MB or more and
 * kept. Slabs that are empty are freed when all slabs together exceed by more than a quarter and {@value
 * #SPARE_MEGABYTES} MB what was in use at once during the last allocations: steps of training that repeat find all
 * their memory again, and a larger job that is over gives its memory back.
 */
final class Memory implements AutoCloseable {
    private static final int SPARE_MEGABYTES = 256;
    private static final long SPARE_BYTES = (long) SPARE_MEGABYTES << 20;
    /** Allocations per period: more than any step of training makes. */
    private static final int PERIOD = 100_000;

    private static final int SLAB_FLOATS = 1 << 24;
    /** A direct buffer cannot be longer. */
    private static final int MAX_FLOATS = Integer.MAX_VALUE / Float.BYTES - 1024;
    /** Blocks start at multiples of 64 bytes. */
    private static final int GRANULE_FLOATS = 16;

    private final List<Slab> slabs = new ArrayList<>();
    private long capacityBytes;
    private long liveBytes;
    /** Most that was in use at once since the last period began, and in the period before. */
    private long peakBytes;

    private long earlierPeakBytes;
    private int allocationsInPeriod;
    private long liveBuffers;
    private boolean closed;

    /** Returns a buffer whose contents are arbitrary. */
    synchronized Dl4jBuffer allocate(Shape shape, DType dtype) {
        if (closed) {
            throw new BackendException("backend 'dl4j' is closed; open it again for more");
        }
        long size = shape.size();
        if (size > MAX_FLOATS) {
            throw new BackendException("expected at most " + MAX_FLOATS + " elements in one tensor, got " + size
                    + " for shape " + shape + "; take a smaller batch");
        }
        // An empty tensor gets a granule too: every buffer then has an address.
        int floats = Math.max(GRANULE_FLOATS, ((int) size + GRANULE_FLOATS - 1) / GRANULE_FLOATS * GRANULE_FLOATS);
        Block block = cut(floats, shape);
        liveBytes += bytes(block);
        notePeak();
        liveBuffers++;
        return new Dl4jBuffer(this, block, shape, dtype);
    }

    private void notePeak() {
        peakBytes = Math.max(peakBytes, liveBytes);
        allocationsInPeriod++;
        if (allocationsInPeriod == PERIOD) {
            allocationsInPeriod = 0;
            earlierPeakBytes = peakBytes;
            peakBytes = liveBytes;
        }
    }

    private Block cut(int floats, Shape shape) {
        Slab best = null;
        int bestHole = Integer.MAX_VALUE;
        for (Slab slab : slabs) {
            int hole = slab.bestHole(floats);
            if (hole >= 0 && hole < bestHole) {
                best = slab;
                bestHole = hole;
            }
        }
        if (best == null) {
            int size = Math.max(floats, SLAB_FLOATS);
            freeEmptySlabs((long) size * Float.BYTES);
            best = newSlab(size, shape);
            bestHole = size;
        }
        return best.cut(bestHole, floats);
    }

    private Slab newSlab(int floats, Shape shape) {
        try {
            Slab slab = new Slab(floats);
            slabs.add(slab);
            capacityBytes += bytes(slab);
            return slab;
        } catch (OutOfMemoryError | RuntimeException e) {
            throw new BackendException(
                    "out of memory: " + shape + " needs " + ((long) floats * Float.BYTES >> 20) + " MB more, in use "
                            + (liveBytes >> 20) + " MB; take a smaller batch (" + e.getMessage() + ")",
                    e);
        }
    }

    /** Frees empty slabs as long as there is more than the bound allows, with so much to be added. */
    private void freeEmptySlabs(long addedBytes) {
        long peak = Math.max(peakBytes, earlierPeakBytes);
        long bound = closed ? 0 : peak + peak / 4 + SPARE_BYTES;
        for (int i = slabs.size() - 1; i >= 0 && capacityBytes + addedBytes > bound; i--) {
            Slab slab = slabs.get(i);
            if (slab.isEmpty()) {
                slabs.remove(i);
                capacityBytes -= bytes(slab);
                slab.free();
            }
        }
    }

    /** Returns a second buffer over the block of the first. */
    synchronized Dl4jBuffer share(Dl4jBuffer x, Shape shape) {
        Block block = x.block();
        block.share();
        liveBuffers++;
        return new Dl4jBuffer(this, block, shape, x.dtype());
    }

    /** Takes back one owner's share of a block. */
    synchronized void release(Block block) {
        liveBuffers--;
        if (block.leave()) {
            liveBytes -= bytes(block);
            block.slab().giveBack(block);
            if (block.slab().isEmpty()) {
                freeEmptySlabs(0);
            }
        }
    }

    synchronized MemoryStatistics statistics() {
        return new MemoryStatistics(liveBuffers, liveBytes, capacityBytes - liveBytes);
    }

    @Override
    public synchronized void close() {
        closed = true;
        freeEmptySlabs(0);
    }

    private static long bytes(Block block) {
        return (long) block.size() * Float.BYTES;
    }

    private static long bytes(Slab slab) {
        return (long) slab.size() * Float.BYTES;
    }
}
