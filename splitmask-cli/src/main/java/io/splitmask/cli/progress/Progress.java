package io.splitmask.cli.progress;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Shows the progress of the training steps of one stage of a run. The last step is always shown. Not thread-safe. */
public final class Progress implements AutoCloseable {
    private final String stage;
    private final LongSupplier nanos;
    private final LiveLine line;
    private final boolean live;
    private final Rates rates;
    private long shownStep = -1;
    private @Nullable ProgressUpdate latest;

    /**
     * Starts the clock of a stage.
     *
     * @param stage what is done, such as {@code pre-training}
     * @param terminal where to show it
     * @param nanos the clock, usually {@code System::nanoTime}
     */
    public Progress(String stage, Terminal terminal, LongSupplier nanos) {
        this.stage = stage;
        this.nanos = nanos;
        this.line = new LiveLine(terminal, nanos);
        this.live = terminal.isLive();
        this.rates = new Rates(nanos.getAsLong());
    }

    /** Takes note of a step; call it after each one. The first is shown at once. */
    public void update(ProgressUpdate update) {
        rates.add(nanos.getAsLong(), update);
        latest = update;
        if (line.isDue() || update.step() >= update.steps()) {
            show(update);
        }
    }

    /** Writes a line of its own, such as {@code checkpoint written}; a live line goes on below it. */
    public void note(String text) {
        line.note(text);
        if (live && latest != null) {
            show(latest);
        }
    }

    /** Shows the last step if it was not, and ends the live line. */
    @Override
    public void close() {
        if (latest != null && latest.step() != shownStep) {
            show(latest);
        }
        line.close();
    }

    private void show(ProgressUpdate update) {
        line.show(ProgressLine.of(stage, update, rates.rates(nanos.getAsLong(), update)));
        shownStep = update.step();
    }
}
