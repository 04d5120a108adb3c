package io.splitmask.cli.progress;

import java.util.function.LongSupplier;

/**
 * The line that tells how far a stage is. On a terminal one line is rewritten a few times a second; elsewhere a line
 * without control characters is added every ten seconds. Not thread-safe.
 */
public final class LiveLine implements AutoCloseable {
    /** Nanoseconds between two lines where lines stay. */
    static final long PLAIN_INTERVAL = 10_000_000_000L;
    /** Nanoseconds between two looks of the live line. */
    static final long LIVE_INTERVAL = 200_000_000L;

    private final Terminal terminal;
    private final LongSupplier nanos;
    private final long interval;
    private long shownAt;
    private boolean shownBefore;
    private int length;

    /** Starts with an empty line. @param nanos the clock, usually {@code System::nanoTime} */
    public LiveLine(Terminal terminal, LongSupplier nanos) {
        this.terminal = terminal;
        this.nanos = nanos;
        this.shownAt = nanos.getAsLong();
        this.interval = terminal.isLive() ? LIVE_INTERVAL : PLAIN_INTERVAL;
    }

    /** Returns whether a line should be shown now: the first, or another after a while. */
    public boolean isDue() {
        return !shownBefore || nanos.getAsLong() - shownAt >= interval;
    }

    /** Shows a line, whether it is due or not. */
    public void show(String line) {
        if (terminal.isLive()) {
            // The last column stays free: many terminals break the line when it is filled.
            String fitting = line.substring(0, Math.min(line.length(), terminal.columns() - 1));
            terminal.out().print(covered(fitting));
            length = fitting.length();
        } else {
            terminal.out().println(line);
        }
        terminal.out().flush();
        shownAt = nanos.getAsLong();
        shownBefore = true;
    }

    /** Writes a line of its own, such as {@code checkpoint written}; what is shown next stands below it. */
    public void note(String line) {
        if (terminal.isLive()) {
            terminal.out().print(covered(""));
            terminal.out().print('\r');
            length = 0;
        }
        terminal.out().println(line);
        terminal.out().flush();
    }

    /** Ends the live line. */
    @Override
    public void close() {
        if (length > 0) {
            terminal.out().println();
            length = 0;
        }
        terminal.out().flush();
    }

    /** Returns the line from the left margin on, with blanks over what is left of the one before. */
    private String covered(String line) {
        return "\r" + line + " ".repeat(Math.max(0, length - line.length()));
    }
}
