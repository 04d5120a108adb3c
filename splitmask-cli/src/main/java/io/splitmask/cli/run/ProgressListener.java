package io.splitmask.cli.run;

import io.splitmask.cli.progress.Progress;
import io.splitmask.cli.progress.ProgressUpdate;
import io.splitmask.train.LoadReport;
import io.splitmask.train.StepReport;
import io.splitmask.train.StopRequest;
import io.splitmask.train.TrainListener;
import io.splitmask.train.TrainingResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows a run's steps, tells another listener of them, and passes the user's Ctrl-C on to the run. */
final class ProgressListener implements TrainListener {
    private final Progress progress;
    private final long stepsPerEpoch;
    private final Interruption interruption;
    private final StopRequest stop;
    private long totalSteps;
    private long images;
    private long waitedNanos;

    ProgressListener(Progress progress, long stepsPerEpoch, Interruption interruption, StopRequest stop) {
        this.progress = progress;
        this.stepsPerEpoch = stepsPerEpoch;
        this.interruption = interruption;
        this.stop = stop;
    }

    @Override
    public void onWeightsLoaded(LoadReport report) {
        progress.note("weights: " + report.summary());
    }

    @Override
    public void onStart(long step, long steps) {
        totalSteps = steps;
        if (step > 0) {
            progress.note("going on after step " + step);
        }
    }

    @Override
    public void onStep(StepReport report) {
        images += report.images();
        waitedNanos += report.waitedNanos();
        Map<String, Double> losses = new LinkedHashMap<>();
        losses.put("loss", (double) report.loss());
        report.terms().forEach((name, value) -> losses.put(name, (double) value));
        progress.update(new ProgressUpdate(
                (int) ((report.step() - 1) / stepsPerEpoch) + 1,
                (int) ((totalSteps + stepsPerEpoch - 1) / stepsPerEpoch),
                report.step(),
                totalSteps,
                losses,
                report.learningRate(),
                images,
                waitedNanos));
        if (interruption.requested()) {
            stop.request();
        }
    }

    /** What others print now stands below the progress. */
    @Override
    public void onEnd(TrainingResult result) {
        progress.close();
    }
}
