/** The {@code bench} command: how fast an engine trains. Start at {@link io.splitmask.cli.bench.StepBenchmark}. */
@NullMarked
package io.splitmask.cli.bench;

import org.jspecify.annotations.NullMarked;
