package io.splitmask.train;

import io.splitmask.data.BatchSources;
import io.splitmask.internal.Json;
import io.splitmask.optim.AdamW;
import io.splitmask.optim.Optimizer;
import io.splitmask.random.SplittableSeed;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The loop over steps, shared by pre-training and fine-tuning: batches, steps, metrics, checkpoints, stopping and going
 * on. A run that goes on takes the same batches and random numbers as one that was never stopped.
 */
final class TrainingLoop {
    private final TrainingTask task;
    private final TrainingSettings settings;
    private final RunFolder folder;
    private final CheckpointStore store;
    private final Backend backend;

    TrainingLoop(TrainingTask task, TrainingSettings settings, RunFolder folder) {
        this.task = task;
        this.settings = settings;
        this.folder = folder;
        this.store =
                new CheckpointStore(folder.checkpoints(), settings.checkpoints().keepLast());
        this.backend = task.network().backend();
    }

    /**
     * Starts a new run.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the folder has checkpoints
     */
    TrainingResult start(BatchSources data, TrainListener listener, StopRequest stop) throws IOException {
        try (RunLock lock = RunLock.of(folder)) {
            store.requireEmpty();
            return startLocked(data, listener, stop);
        }
    }

    private TrainingResult startLocked(BatchSources data, TrainListener listener, StopRequest stop) throws IOException {
        return EngineCalls.call(backend, () -> {
            try (TensorScope scope = TensorScope.open()) {
                TrainingSession session = session(listener, stop);
                task.initialise(SplittableSeed.of(settings.seed()).child("init"), listener);
                return session.run(data, 0);
            }
        });
    }

    /** Goes on from the newest checkpoint, or starts if there is none yet. */
    TrainingResult resume(BatchSources data, TrainListener listener, StopRequest stop) throws IOException {
        try (RunLock lock = RunLock.of(folder)) {
            Optional<Checkpoint> found = store.latest();
            return found.isEmpty() ? startLocked(data, listener, stop) : goOn(found.get(), data, listener, stop);
        }
    }

    private TrainingResult goOn(Checkpoint checkpoint, BatchSources data, TrainListener listener, StopRequest stop)
            throws IOException {
        SettingsMatch.require(checkpoint, identity());
        return EngineCalls.call(backend, () -> {
            try (TensorScope scope = TensorScope.open()) {
                TrainingSession session = session(listener, stop);
                session.restore(checkpoint);
                return session.run(data, checkpoint.facts().step());
            }
        });
    }

    private TrainingSession session(TrainListener listener, StopRequest stop) {
        AdamwRecipe recipe = settings.optimizer();
        AdamW.Settings constants = new AdamW.Settings(recipe.beta1(), recipe.beta2(), recipe.eps());
        Optimizer optimizer = new AdamW(backend, task.parameterGroups(), constants);
        return new TrainingSession(
                new TrainingSession.Run(task, settings, folder, store, identity()), optimizer, listener, stop);
    }

    /** The settings that decide what a run gives, by name in order; when checkpoints are written does not. */
    private String identity() {
        Map<String, Object> identity = new TreeMap<>();
        identity.put("task", task.name());
        identity.put("model", task.model());
        identity.put("precision", backend.precision().toString());
        identity.put("seed", settings.seed());
        identity.put("totalSteps", settings.totalSteps());
        identity.put("warmupSteps", settings.warmupSteps());
        identity.put("clipping", settings.clipping());
        identity.put("optimizer", settings.optimizer());
        identity.putAll(task.settings());
        return Json.text(identity);
    }
}
