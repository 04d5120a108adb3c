/**
 * {@code bench step}: how long one pre-training step takes on random data, which other subcommands measure too. Start at
 * {@link io.splitmask.cli.bench.step.StepBenchmark}.
 */
@NullMarked
package io.splitmask.cli.bench.step;

import org.jspecify.annotations.NullMarked;
