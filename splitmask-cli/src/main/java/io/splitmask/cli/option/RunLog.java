package io.splitmask.cli.option;

import io.splitmask.datasets.files.OneLine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Keeps the chatter of libraries away from the output. All of them log through SLF4J or java.util.logging, and both end
 * in the root logger here.
 */
public final class RunLog {
    private static final Logger ROOT = Logger.getLogger("");
    private static final int MAX_WAITING = 1000;
    private static final int MAX_PRINTED = 20;
    private static final String OWN = "io.splitmask.";

    private RunLog() {}

    /**
     * Prints nothing that is logged from now on. Warnings and errors wait for {@link #writeTo}, as a run's folder is made
     * when its images and its engine are known to be there, and they may have given warnings; or for
     * {@link #printWaiting}.
     */
    public static void silence() {
        handOver(new Waiting());
    }

    /**
     * Appends warnings and errors to a file, first those that wait for it.
     *
     * @throws IOException if it cannot be written
     */
    public static void writeTo(Path file) throws IOException {
        Handler handler = new FileHandler(file.toString().replace("%", "%%"), true);
        handler.setEncoding(StandardCharsets.UTF_8.name());
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT %4$s %3$s: %5$s%6$s%n");
        handler.setFormatter(new SimpleFormatter());
        handOver(handler);
    }

    /** Prints this library's own warnings that still wait, as those of a command without a run folder do; a line each. */
    public static void printWaiting(PrintStream out) {
        for (Handler handler : ROOT.getHandlers()) {
            if (handler instanceof Waiting waiting) {
                List<String> lines = waiting.ownLines();
                lines.stream().limit(MAX_PRINTED).forEach(line -> out.println("warning: " + line));
                if (lines.size() > MAX_PRINTED) {
                    out.println("and " + (lines.size() - MAX_PRINTED) + " more warnings");
                }
            }
        }
        silence();
    }

    private static void handOver(Handler next) {
        ROOT.setLevel(Level.WARNING);
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
            handler.close();
            if (handler instanceof Waiting waiting && !(next instanceof Waiting)) {
                waiting.records.forEach(next::publish);
            }
        }
        ROOT.addHandler(next);
    }

    /** Keeps the first records that are logged. */
    private static final class Waiting extends Handler {
        private final List<LogRecord> records = new ArrayList<>();

        @Override
        public synchronized void publish(LogRecord record) {
            if (records.size() < MAX_WAITING) {
                records.add(record);
            }
        }

        /** Returns what this library had to say; that of others means little to users. */
        synchronized List<String> ownLines() {
            SimpleFormatter formatter = new SimpleFormatter();
            return records.stream()
                    .filter(record -> String.valueOf(record.getLoggerName()).startsWith(OWN))
                    .map(record -> OneLine.of(formatter.formatMessage(record)))
                    .distinct()
                    .toList();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
