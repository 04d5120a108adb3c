/**
 * The {@code bench} command: how fast an engine trains, and how fast images are made ready for it. Start at {@link
 * io.splitmask.cli.bench.StepBenchmark}.
 */
@NullMarked
package io.splitmask.cli.bench;

import org.jspecify.annotations.NullMarked;
