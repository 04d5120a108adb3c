/**
 * Measures how fast images are decoded and transformed. No devices and no training. Start at {@link
 * io.splitmask.datasets.benchmark.DataBenchmark}.
 */
@NullMarked
package io.splitmask.datasets.benchmark;

import org.jspecify.annotations.NullMarked;
