package io.splitmask.cli.study;

import io.splitmask.datasets.ImageSubset;
import io.splitmask.datasets.LabelledSplits;
import java.nio.file.Path;

/** Measures what the linear probes of a cell take, on a few images. */
final class ProbeTrial {
    private static final int IMAGES = 64;
    private static final int EPOCHS = 4;

    private final StudyContext study;

    ProbeTrial(StudyContext study) {
        this.study = study;
    }

    /** Returns the time for all images, blocks and epochs. @param weights of a network as those that are probed */
    double seconds(Path weights) throws Exception {
        StudySettings settings = study.settings();
        ProbeSettings probe = settings.probe();
        LabelledSplits all = study.images().target();
        LabelledSplits few = new LabelledSplits(
                ImageSubset.spread(all.train(), Math.max(IMAGES, probe.batch())),
                ImageSubset.spread(all.test(), IMAGES));
        CellProbe trial = new CellProbe(study.execution(), settings.withProbe(brief(probe, EPOCHS)));
        CellProbe warmup = new CellProbe(study.execution(), settings.withProbe(brief(probe, 1)));
        long start = System.nanoTime();
        CellProbe.Seen seen =
                trial.look(few, "trial", weights, study.folder().trial().resolve("features"));
        long looked = System.nanoTime();
        warmup.accuracies(seen, all.train().classes().size(), 0);
        long warm = System.nanoTime();
        trial.accuracies(seen, all.train().classes().size(), 0);
        long trained = System.nanoTime();
        double images = all.train().size() + all.test().size();
        double shown = few.train().size() + few.test().size();
        double steps = steps(all.train().size(), probe.batch()) * probe.epochs();
        double taken = steps(few.train().size(), probe.batch()) * EPOCHS;
        return (looked - start) / 1e9 * images / shown + (trained - warm) / 1e9 * steps / taken;
    }

    private static ProbeSettings brief(ProbeSettings probe, int epochs) {
        return new ProbeSettings(epochs, probe.batch(), probe.learningRate());
    }

    private static double steps(int images, int batch) {
        return Math.max(1, images / batch);
    }
}
