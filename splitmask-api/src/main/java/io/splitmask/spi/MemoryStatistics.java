package io.splitmask.spi;

/**
 * What a backend holds at one moment.
 *
 * @param liveBuffers buffers made and not yet closed
 * @param liveBytes bytes that these occupy, shared blocks once
 * @param pooledBytes bytes kept for reuse, not counted in {@code liveBytes}
 */
public record MemoryStatistics(long liveBuffers, long liveBytes, long pooledBytes) {}
