package io.splitmask.cli.option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Keeps the chatter of libraries away from the output. All of them log through SLF4J or java.util.logging, and both end
 * in the root logger here.
 */
public final class RunLog {
    private static final Logger ROOT = Logger.getLogger("");

    private RunLog() {}

    /** Drops everything that is logged, until {@link #writeTo}. */
    public static void silence() {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT %4$s %3$s: %5$s%6$s%n");
        ROOT.setLevel(Level.WARNING);
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
            handler.close();
        }
    }

    /**
     * Appends warnings and errors to a file.
     *
     * @throws IOException if it cannot be written
     */
    public static void writeTo(Path file) throws IOException {
        silence();
        Handler handler = new FileHandler(file.toString().replace("%", "%%"), true);
        handler.setEncoding(StandardCharsets.UTF_8.name());
        handler.setFormatter(new SimpleFormatter());
        ROOT.addHandler(handler);
    }
}
