/**
 * Runs of pre-training and fine-tuning as commands start them: plans, progress, interruption, and what goes into
 * reports. Start at {@link io.splitmask.cli.run.PretrainRun}.
 */
@NullMarked
package io.splitmask.cli.run;

import org.jspecify.annotations.NullMarked;
