package io.splitmask.cli.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.cli.bench.JsonProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who does a step, in a process of its own so that none profits from what another left behind.
 *
 * @param name of its column
 * @param command start of the command line; the options of {@code bench step} follow
 * @param environment variables set for it
 * @param methods it knows; all if empty
 */
record Contender(String name, List<String> command, Map<String, String> environment, Set<String> methods) {
    /**
     * What a process measured.
     *
     * @param imagesPerSecond by the median step
     * @param residentMebibytes peak resident memory
     */
    record Speed(double imagesPerSecond, long residentMebibytes) {}

    boolean knows(String method) {
        return methods.isEmpty() || methods.contains(method);
    }

    /**
     * Runs one process.
     *
     * @throws IOException if it fails, with the last line that it wrote
     */
    Speed measure(List<String> options) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.addAll(options);
        JsonNode figures = new JsonProcess(name, line, environment).run("");
        return new Speed(
                figures.path("images_per_s_median").doubleValue(),
                figures.path("peak_rss_mib").longValue());
    }
}
