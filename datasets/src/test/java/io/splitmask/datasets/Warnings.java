package io.splitmask.datasets;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is logged while something is done. */
public final class Warnings {
    private Warnings() {}

    /** Something that is done. */
    public interface Action {
        void run() throws Exception;
    }

    /** Returns the lines that are logged meanwhile. */
    public static List<String> during(Action action) throws Exception {
        PrintStream original = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(original);
        }
        return log.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
