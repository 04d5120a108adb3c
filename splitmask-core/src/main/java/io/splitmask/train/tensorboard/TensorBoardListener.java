package io.splitmask.train.tensorboard;

import io.splitmask.train.RunFolder;
import io.splitmask.train.StepReport;
import io.splitmask.train.TrainListener;
import java.io.Closeable;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the figures of each step to an event file in the run folder, so that a run can be watched in TensorBoard. A run
 * that goes on begins a new file, which takes the place of what earlier ones hold of the same steps.
 *
 * <pre>{@code
 * try (var events = new TensorBoardListener(folder, Clock.systemUTC())) {
 *     pretrainer.start(batches, events, stop);
 * }
 * }</pre>
 */
public final class TensorBoardListener implements TrainListener, Closeable {
    private final RunFolder folder;
    private final Clock clock;
    private @Nullable OutputStream events;

    /**
     * Writes nothing before the run starts.
     *
     * @param folder of the run; it must be there when the run starts
     * @param clock the time of the events
     */
    public TensorBoardListener(RunFolder folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public void onStart(long step, long totalSteps) {
        write(out -> {
            TfRecords.write(out, EventMessage.version(now()));
            TfRecords.write(out, EventMessage.start(now(), step + 1));
        });
    }

    @Override
    public void onStep(StepReport report) {
        Map<String, Float> figures = new LinkedHashMap<>();
        figures.put("loss", report.loss());
        figures.putAll(report.terms());
        figures.put("learning_rate", (float) report.learningRate());
        figures.put("gradient_norm", (float) report.gradientNorm());
        figures.put("epoch", (float) report.epoch());
        write(out -> TfRecords.write(out, EventMessage.scalars(now(), report.step(), figures)));
    }

    @Override
    public void close() throws IOException {
        if (events != null) {
            events.close();
        }
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private void write(Writing writing) {
        try {
            if (events == null) {
                events = open();
            }
            writing.to(events);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    folder.path().toAbsolutePath() + ": cannot write events for TensorBoard: " + e.getMessage(), e);
        }
    }

    /** A file of its own for each start: the name begins with the second, and a number tells those of one second apart. */
    private OutputStream open() throws IOException {
        long second = clock.instant().getEpochSecond();
        for (int number = 0; ; number++) {
            String name = String.format(Locale.ROOT, "events.out.tfevents.%010d.splitmask.%d", second, number);
            File file = folder.path().resolve(name).toFile();
            if (file.createNewFile()) {
                // Not a channel: an interrupt of the training thread would close it.
                return new FileOutputStream(file);
            }
        }
    }

    private double now() {
        return clock.millis() / 1e3;
    }
}
