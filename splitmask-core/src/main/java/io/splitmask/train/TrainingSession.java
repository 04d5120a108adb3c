package io.splitmask.train;

import io.splitmask.data.Batch;
import io.splitmask.data.BatchSource;
import io.splitmask.data.BatchSources;
import io.splitmask.optim.Optimizer;
import io.splitmask.tensor.Tensor;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The part of a run that one process does, on the training thread. */
final class TrainingSession {
    /**
     * What stays the same from session to session.
     *
     * @param identity the settings that decide what a run gives, as JSON
     */
    record Run(
            TrainingTask task, TrainingSettings settings, RunFolder folder, CheckpointStore store, String identity) {}

    private final Run run;
    private final Optimizer optimizer;
    private final TrainListener listener;
    private final StopRequest stop;
    private final TrainingStep step;
    private final CheckpointTimer timer;
    private final Map<String, Tensor> state = new LinkedHashMap<>();
    private Optional<Path> newest = Optional.empty();
    /** Batches taken beyond one for each step, by what the checkpoint says. */
    private long batchesAhead;

    private boolean interrupted;

    TrainingSession(Run run, Optimizer optimizer, TrainListener listener, StopRequest stop) {
        this.run = run;
        this.optimizer = optimizer;
        this.listener = listener;
        this.stop = stop;
        step = new TrainingStep(run.task(), optimizer, run.settings());
        timer = new CheckpointTimer(run.settings().checkpoints(), System::nanoTime);
        run.task().network().parameters().forEach((name, weights) -> state.put("model." + name, weights.tensor()));
        run.task().network().statistics().forEach((name, value) -> state.put("model." + name, value.tensor()));
        optimizer.state().forEach((name, tensor) -> state.put("optimizer." + name, tensor));
        run.task().state().forEach((name, tensor) -> state.put("method." + name, tensor));
    }

    /** Takes over everything from a checkpoint. */
    void restore(Checkpoint checkpoint) throws IOException {
        checkpoint.restore(state);
        optimizer.resumeAt(checkpoint.facts().optimizerSteps());
        batchesAhead = checkpoint.facts().dataPosition() - checkpoint.facts().step();
        newest = Optional.of(checkpoint.file());
    }

    /**
     * Runs to the end or until it is stopped.
     *
     * @param start steps done, one batch each
     */
    TrainingResult run(BatchSources data, long start) throws IOException {
        try {
            TrainingResult result;
            try (MetricsCsv metrics = MetricsCsv.open(run.folder().metrics(), start);
                    BatchSource source = data.openAt(start + batchesAhead)) {
                listener.onStart(start, run.settings().totalSteps());
                result = steps(metrics, source, start);
            }
            noticeInterrupt();
            if (result.completed()) {
                run.task().writeWeights(run.folder());
            }
            listener.onEnd(result);
            return result;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private TrainingResult steps(MetricsCsv metrics, BatchSource source, long start) throws IOException {
        long total = run.settings().totalSteps();
        long done = start;
        Path checkpoint = newest.orElseGet(() -> run.folder().checkpoints());
        while (done < total) {
            StepReport report = step(source, done);
            done++;
            metrics.append(report);
            listener.onStep(report);
            noticeInterrupt();
            boolean stopping = stop.isRequested();
            if (stopping || done == total || timer.isDue(done)) {
                metrics.force();
                checkpoint = save(done);
            }
            if (stopping && done < total) {
                return new TrainingResult(TrainingResult.Status.INTERRUPTED, done, checkpoint);
            }
        }
        return new TrainingResult(TrainingResult.Status.COMPLETED, done, checkpoint);
    }

    private StepReport step(BatchSource source, long done) {
        long waitedBefore = source.waitedNanos();
        Batch batch = source.next();
        long waited = source.waitedNanos() - waitedBefore;
        TrainingStep.Outcome outcome = step.take(batch, done);
        if (!outcome.problem().isEmpty()) {
            throw new TrainingStoppedException(done + 1, outcome.learningRate(), outcome.problem(), newest);
        }
        return new StepReport(
                done + 1,
                (double) (done + 1) / source.batchesPerEpoch(),
                outcome.loss(),
                outcome.terms(),
                outcome.learningRate(),
                outcome.gradientNorm(),
                batch.size(),
                waited);
    }

    private Path save(long done) throws IOException {
        Checkpoint.Facts facts = new Checkpoint.Facts(
                done, run.settings().seed(), optimizer.steps(), done + batchesAhead, run.identity());
        Path file;
        try {
            file = run.store().write(facts, state);
        } catch (ClosedByInterruptException e) {
            // The interrupt came while the file was written: the step is done, so keep it before stopping.
            noticeInterrupt();
            file = run.store().write(facts, state);
        }
        newest = Optional.of(file);
        timer.written();
        listener.onCheckpoint(done, file);
        return file;
    }

    /** Turns an interrupt into a stop request; it would close the files that are written next. */
    private void noticeInterrupt() {
        if (Thread.interrupted()) {
            interrupted = true;
            stop.request();
        }
    }
}
