/**
 * JMH benchmarks of kernels, on every engine and with a baseline. Whole steps are timed by {@code splitmask bench step}.
 * Start with {@link io.splitmask.benchmarks.BlockKernelsBenchmark}.
 */
@NullMarked
package io.splitmask.benchmarks;

import org.jspecify.annotations.NullMarked;
