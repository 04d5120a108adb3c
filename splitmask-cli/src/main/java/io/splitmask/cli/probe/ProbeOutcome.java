package io.splitmask.cli.probe;

import io.splitmask.eval.ConfusionMatrix;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What linear probes found.
 *
 * @param probes by block, at least one
 * @param classes names by number
 * @param trainImages images that the classifiers were trained on
 * @param trained whether the network has weights of a file, not random ones
 */
record ProbeOutcome(List<BlockProbe> probes, List<String> classes, int trainImages, boolean trained) {
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

    long testImages() {
        return last().result().test().labelled();
    }

    /** Returns what the best probe took for what. */
    ConfusionMatrix confusion() {
        return best().result().test().confusion(classes.size());
    }

    /** Returns the numbers for scripts. */
    Map<String, Object> facts(String report) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("top1", last().top1());
        facts.put("top5", last().top5());
        facts.put("bestBlock", best().block());
        facts.put("bestTop1", best().top1());
        facts.put("images", testImages());
        facts.put("blocks", probes.stream().map(ProbeOutcome::facts).toList());
        facts.put("report", report);
        return facts;
    }

    private static Map<String, Object> facts(BlockProbe probe) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("block", probe.block());
        facts.put("learningRate", probe.rate());
        facts.put("top1", probe.top1());
        facts.put("top5", probe.top5());
        return facts;
    }

    /** Prints the table for readers. */
    void print(PrintWriter out) {
        out.println("block    top-1    top-5   learning rate");
        for (BlockProbe probe : probes) {
            out.printf(
                    Locale.ROOT,
                    "%5d  %5.1f %%  %5.1f %%   %.3g%s%n",
                    probe.block(),
                    100 * probe.top1(),
                    100 * probe.top5(),
                    probe.rate(),
                    probe == best() && probes.size() > 1 ? "   best" : "");
        }
        out.printf(
                Locale.ROOT,
                "on %d test images of %d classes; guessing gives %.1f %%%n",
                testImages(),
                classes.size(),
                100.0 / classes.size());
    }
}
