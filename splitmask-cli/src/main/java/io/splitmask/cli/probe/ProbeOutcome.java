package io.splitmask.cli.probe;

import io.splitmask.cli.report.RunReport;
import io.splitmask.eval.ConfusionMatrix;
import io.splitmask.spi.Backend;
import io.splitmask.train.RunConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What linear probes found.
 *
 * @param plan what was done
 * @param probes by block, at least one
 * @param classes names by number
 * @param trainImages images that the classifiers were trained on
 * @param trained whether the network has weights of a file, not random ones
 */
record ProbeOutcome(ProbePlan plan, List<BlockProbe> probes, List<String> classes, int trainImages, boolean trained)
        implements Findings {
    /** Returns the probe with the highest accuracy on the test images, the first of several. */
    BlockProbe best() {
        return probes.stream()
                .sorted(Comparator.comparingDouble(BlockProbe::top1).reversed())
                .findFirst()
                .orElseThrow();
    }

    /** Returns the probe of the last block. */
    BlockProbe last() {
        return probes.get(probes.size() - 1);
    }

    /** Returns what readers of the figures should know; empty if nothing. */
    Optional<String> remark() {
        return plan.trainer().remark(probes.stream().map(BlockProbe::result).toList());
    }

    long testImages() {
        return last().result().test().labelled();
    }

    @Override
    public ConfusionMatrix confusion() {
        return best().result().test().confusion(classes.size());
    }

    @Override
    public void write(Path folder) throws IOException {
        ProbeFiles.write(folder, this);
    }

    @Override
    public RunReport page(RunConfig settings, Backend backend, ZonedDateTime started) {
        return ProbeReport.of(this, settings, backend, started);
    }

    @Override
    public Map<String, Object> facts(String report) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("top1", last().top1());
        facts.put("top5", last().top5());
        facts.put("bestBlock", best().block());
        facts.put("bestTop1", best().top1());
        facts.put("images", testImages());
        facts.put("blocks", probes.stream().map(this::facts).toList());
        facts.put("report", report);
        return facts;
    }

    private Map<String, Object> facts(BlockProbe probe) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("block", probe.block());
        facts.put(plan.trainer().words().key(), probe.choice());
        facts.put("top1", probe.top1());
        facts.put("top5", probe.top5());
        return facts;
    }

    @Override
    public void print(PrintWriter out) {
        out.println("block    top-1    top-5   " + plan.trainer().words().setting());
        for (BlockProbe probe : probes) {
            out.printf(
                    Locale.ROOT,
                    "%5d  %5.1f %%  %5.1f %%   %.3g%s%n",
                    probe.block(),
                    100 * probe.top1(),
                    100 * probe.top5(),
                    probe.choice(),
                    probe == best() && probes.size() > 1 ? "   best" : "");
        }
        out.printf(
                Locale.ROOT,
                "on %d test images of %d classes; guessing gives %.1f %%%n",
                testImages(),
                classes.size(),
                100.0 / classes.size());
        remark().ifPresent(out::println);
    }
}
