/**
 * {@code bench kernels}: how long each kernel of a step takes by itself, beside what the engine reaches at its easiest,
 * the same kernel composed of others, and PyTorch for Python. Start at {@code KernelMeasurement}.
 */
@NullMarked
package io.splitmask.cli.bench.kernels;

import org.jspecify.annotations.NullMarked;
