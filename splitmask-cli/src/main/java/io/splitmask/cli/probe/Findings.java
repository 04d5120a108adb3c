package io.splitmask.cli.probe;

import io.splitmask.cli.report.RunReport;
import io.splitmask.eval.ConfusionMatrix;
import io.splitmask.spi.Backend;
import io.splitmask.train.RunConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

/** What was found out about a network: for files, for scripts and for readers. */
interface Findings {
    /** Returns the names of the classes, by number. */
    List<String> classes();

    /** Returns what was taken for what by the best of what was tried. */
    ConfusionMatrix confusion();

    /** Writes the tables of all results. */
    void write(Path folder) throws IOException;

    /** Returns the page. @param started when the command did */
    RunReport page(RunConfig settings, Backend backend, ZonedDateTime started);

    /** Returns the numbers for scripts. @param report where the page is */
    Map<String, Object> facts(String report);

    /** Prints the table for readers. */
    void print(PrintWriter out);
}
