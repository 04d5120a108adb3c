package io.splitmask.cli.probe;

import io.splitmask.cli.report.RunReport;
import io.splitmask.eval.ConfusionMatrix;
import io.splitmask.eval.Evaluation;
import io.splitmask.spi.Backend;
import io.splitmask.train.RunConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What nearest neighbours gave.
 *
 * @param results by number of neighbours, in the order asked for, at least one
 * @param classes names by number
 * @param trainImages images that could be neighbours
 * @param trained whether the network has weights of a file, not random ones
 */
record KnnOutcome(Map<Integer, Evaluation> results, List<String> classes, int trainImages, boolean trained)
        implements Findings {
    /** Returns the number of neighbours with the highest accuracy on the test images, the first of several. */
    int best() {
        int best = 0;
        double highest = -1;
        for (Map.Entry<Integer, Evaluation> result : results.entrySet()) {
            if (result.getValue().top1() > highest) {
                best = result.getKey();
                highest = result.getValue().top1();
            }
        }
        return best;
    }

    Evaluation bestResult() {
        return results.getOrDefault(best(), new Evaluation(List.of()));
    }

    @Override
    public ConfusionMatrix confusion() {
        return bestResult().confusion(classes.size());
    }

    /** Writes {@code metrics.csv}, a row for each number of neighbours. */
    @Override
    public void write(Path folder) throws IOException {
        List<String> lines = new ArrayList<>(List.of("k,top1,top5"));
        results.forEach((k, result) -> lines.add(k + "," + result.top1() + "," + result.top5()));
        Files.write(folder.resolve("metrics.csv"), lines);
    }

    @Override
    public RunReport page(RunConfig settings, Backend backend, ZonedDateTime started) {
        return KnnReport.of(this, settings, backend, started);
    }

    @Override
    public Map<String, Object> facts(String report) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("top1", bestResult().top1());
        facts.put("top5", bestResult().top5());
        facts.put("bestK", best());
        facts.put("images", bestResult().labelled());
        List<Map<String, Object>> all = new ArrayList<>();
        results.forEach((k, result) -> all.add(Map.of("k", k, "top1", result.top1(), "top5", result.top5())));
        facts.put("results", all);
        facts.put("report", report);
        return facts;
    }

    @Override
    public void print(PrintWriter out) {
        out.println("neighbours    top-1    top-5");
        results.forEach((k, result) -> out.printf(
                Locale.ROOT,
                "%10d  %5.1f %%  %5.1f %%%s%n",
                k,
                100 * result.top1(),
                100 * result.top5(),
                k == best() && results.size() > 1 ? "   best" : ""));
        out.printf(
                Locale.ROOT,
                "on %d test images of %d classes; guessing gives %.1f %%%n",
                bestResult().labelled(),
                classes.size(),
                100.0 / classes.size());
    }
}
