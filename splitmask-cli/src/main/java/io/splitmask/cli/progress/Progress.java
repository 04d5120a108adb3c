package io.splitmask.cli.progress;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of one stage of a run. On a terminal one line is rewritten a few times a second; elsewhere a line
 * without control characters is added every ten seconds. The last step is always shown. Not thread-safe.
 */
public final class Progress implements AutoCloseable {
    /** Nanoseconds between two lines where lines stay. */
    static final long PLAIN_INTERVAL = 10_000_000_000L;
    /** Nanoseconds between two looks of the live line. */
    static final long LIVE_INTERVAL = 200_000_000L;

    private final String stage;
    private final Terminal terminal;
    private final LongSupplier nanos;
    private final Rates rates;
    private final long interval;
    private long shownAt;
    private long shownStep = -1;
    private @Nullable ProgressUpdate latest;
    private int liveLength;

    /**
     * Starts the clock of a stage.
     *
     * @param stage what is done, such as {@code pre-training}
     * @param terminal where to show it
     * @param nanos the clock, usually {@code System::nanoTime}
     */
    public Progress(String stage, Terminal terminal, LongSupplier nanos) {
        this.stage = stage;
        this.terminal = terminal;
        this.nanos = nanos;
        this.shownAt = nanos.getAsLong();
        this.rates = new Rates(shownAt);
        this.interval = terminal.isLive() ? LIVE_INTERVAL : PLAIN_INTERVAL;
    }

    /** Takes note of a step; call it after each one. The first is shown at once. */
    public void update(ProgressUpdate update) {
        long now = nanos.getAsLong();
        rates.add(now, update);
        boolean first = latest == null;
        latest = update;
        if (first || now - shownAt >= interval || update.step() >= update.steps()) {
            show(update, now);
        }
    }

    /** Writes a line of its own, such as {@code checkpoint written}; a live line goes on below it. */
    public void note(String line) {
        if (terminal.isLive()) {
            terminal.out().print(covered(""));
            terminal.out().print('\r');
        }
        terminal.out().println(line);
        if (terminal.isLive() && latest != null) {
            liveLength = 0;
            show(latest, nanos.getAsLong());
        }
        terminal.out().flush();
    }

    /** Shows the last step if it was not, and ends the live line. */
    @Override
    public void close() {
        if (latest != null && latest.step() != shownStep) {
            show(latest, nanos.getAsLong());
        }
        if (liveLength > 0) {
            terminal.out().println();
            liveLength = 0;
        }
        terminal.out().flush();
    }

    private void show(ProgressUpdate update, long now) {
        String line = ProgressLine.of(stage, update, rates.rates(now, update));
        if (terminal.isLive()) {
            // The last column stays free: many terminals break the line when it is filled.
            String fitting = line.substring(0, Math.min(line.length(), terminal.columns() - 1));
            terminal.out().print(covered(fitting));
            liveLength = fitting.length();
        } else {
            terminal.out().println(line);
        }
        terminal.out().flush();
        shownAt = now;
        shownStep = update.step();
    }

    /** Returns the line from the left margin on, with blanks over what is left of the one before. */
    private String covered(String line) {
        return "\r" + line + " ".repeat(Math.max(0, liveLength - line.length()));
    }
}
