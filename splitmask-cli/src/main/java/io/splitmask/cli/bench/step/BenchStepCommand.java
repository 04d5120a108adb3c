package io.splitmask.cli.bench.step;

import io.splitmask.cli.option.OutputOptions;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.profile.Profile;
import io.splitmask.profile.ProfiledBackend;
import io.splitmask.spi.Backend;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times one pre-training step on random data. */
@Command(
        name = "step",
        description = {
            "Times a pre-training step on random data: patch embedding, forward pass, loss, backward pass, AdamW.",
            "Compare engines by alternating runs on one machine, and by medians."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = "  splitmask bench step --engine djl --model vit_micro --image 64 --patch 8 --batch 64 --json")
public final class BenchStepCommand implements Callable<Integer> {
    @Mixin
    private final StepOptions step = new StepOptions();

    @Mixin
    private final StepCounts counts = new StepCounts();

    @Option(
            names = "--profile",
            description = "Print where the time goes as well: by kernel, and by module of the network. Timing each"
                    + " kernel costs a little.")
    private boolean profiled;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        StepBenchmark.Work work = step.work();
        Profile profile = new Profile();
        try (Backend backend = profiled ? new ProfiledBackend(step.open(), profile) : step.open()) {
            StepBenchmark benchmark = new StepBenchmark(backend, work, profile::clear);
            Map<String, Object> figures = benchmark.run(counts.warmup(), counts.warmupTime(), counts.steps());
            ProfileTables tables = new ProfileTables(profile, counts.steps());
            if (profiled) {
                figures.put("profile", tables.figures());
            }
            output.results(figures, out -> {
                figures.forEach((name, value) -> {
                    if (!name.equals("profile")) {
                        out.printf("%-20s %s%n", name, value);
                    }
                });
                if (profiled) {
                    tables.print(out);
                }
            });
            return ExitCode.DONE;
        }
    }
}
