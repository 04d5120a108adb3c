package io.splitmask.cli.run;

import io.splitmask.cli.progress.Terminal;
import io.splitmask.spi.Backend;
import io.splitmask.train.CheckpointSettings;

/**
 * How a run is carried out, which does not change what it gives.
 *
 * @param backend what computes
 * @param terminal where progress is shown
 * @param checkpoints when they are written
 * @param resume whether to go on from the newest checkpoint in the run folder
 */
public record Execution(Backend backend, Terminal terminal, CheckpointSettings checkpoints, boolean resume) {}
