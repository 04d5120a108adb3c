package io.splitmask.cli.bench.kernels;

import org.jspecify.annotations.Nullable;

/**
 * What one call takes when it is repeated alone.
 *
 * @param work that it does
 * @param seconds of the backend's kernel
 * @param composedSeconds of the kernel as composed of required ones; the same if the backend leaves it so, null if the
 *     kernel is a required one
 * @param inherited whether the backend leaves it composed
 */
record KernelTiming(
        KernelWork work, double seconds, @Nullable Double composedSeconds, boolean inherited) {}
