package io.splitmask.cli.study;

import java.io.IOException;
import java.nio.file.Path;

/** Plans for tests of other packages. */
public final class PlanReading {
    private PlanReading() {}

    /** Reads a file as {@code study --plan} does. */
    public static void read(Path file) throws IOException {
        StudyPlan unused = PlanFiles.read(file.toString());
    }

    /** Returns the text of a plan that comes along. */
    public static String text(String name) throws IOException {
        return PlanFiles.text(name);
    }
}
