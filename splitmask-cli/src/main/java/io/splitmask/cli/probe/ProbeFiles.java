package io.splitmask.cli.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Leaves the numbers of linear probes in a run folder. */
final class ProbeFiles {
    private ProbeFiles() {}

    /** Writes {@code results.csv}, a row for each block, and {@code metrics.csv}, a row for each epoch of each block. */
    static void write(Path folder, ProbeOutcome outcome) throws IOException {
        ProbeWords words = outcome.plan().trainer().words();
        List<String> results = new ArrayList<>(
                List.of("block," + words.column() + ",top1,top5,train_loss,best_" + words.pass() + ",best_top1"));
        List<String> metrics = new ArrayList<>(List.of("block," + words.pass() + ",top1"));
        for (BlockProbe probe : outcome.probes()) {
            List<Double> byEpoch = probe.result().topOneByEpoch();
            int best = probe.result().bestEpoch();
            results.add(probe.block() + "," + probe.choice() + "," + probe.top1() + "," + probe.top5() + ","
                    + probe.result().trainLoss() + "," + (best + 1) + "," + byEpoch.get(best));
            for (int epoch = 0; epoch < byEpoch.size(); epoch++) {
                metrics.add(probe.block() + "," + (epoch + 1) + "," + byEpoch.get(epoch));
            }
        }
        Files.write(folder.resolve("results.csv"), results);
        Files.write(folder.resolve("metrics.csv"), metrics);
    }
}
