package io.splitmask.cli.bench.kernels;

import io.splitmask.cli.bench.PythonOption;
import io.splitmask.cli.bench.step.StepBenchmark;
import io.splitmask.cli.bench.step.StepOptions;
import io.splitmask.cli.option.OutputOptions;
import io.splitmask.cli.option.PositiveInt;
import io.splitmask.cli.option.UsageException;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.spi.Backend;
import io.splitmask.spi.Kernels;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times the kernels of a step, each alone. */
@Command(
        name = "kernels",
        description = {
            "Times the kernels of a pre-training step, each alone, at the sizes that the step has: which to make faster"
                    + " next. What takes most of a step comes first; sizes of less than 0.1 %% are not listed.",
            "",
            "RATE counts the operations of matrix products, or the bytes if all is read and written once. OF BEST is the"
                    + " time that the same would take as fast as the engine's best product of large square matrices and its"
                    + " copy of a large buffer, as a share of what it takes. COMPOSED is how many times as long a fused"
                    + " kernel takes if it is composed of the engine's required ones, in turn with its own: 'inherited' if"
                    + " it is so anyway, '-' for a required kernel. PYTORCH is how many times as long PyTorch for Python"
                    + " takes, in a process of its own afterwards."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask bench kernels --engine dl4j --model vit_tiny --image 64 --patch 8 --batch 64",
            "  splitmask bench kernels --kernel 'layerNorm|gelu' --peer"
        })
public final class BenchKernelsCommand implements Callable<Integer> {
    private static final int WARMUP_STEPS = 4; // also for Java's compiler, where kernels are Java
    private static final int STEPS = 5;

    @Mixin
    private final StepOptions step = new StepOptions();

    @Option(
            names = "--kernel",
            paramLabel = "REGEX",
            description = "Time only kernels whose name has a match. Default: all.")
    private Pattern kernel = Pattern.compile("");

    @Option(
            names = "--rounds",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Samples of each figure, of which the median counts. Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(names = "--peer", description = "Time the same in PyTorch for Python, if it is there.")
    private boolean peer;

    @Mixin
    private final PythonOption python = new PythonOption();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        Predicate<String> wanted = kernel.asPredicate();
        requireMatch(wanted, names(Kernels.class.getMethods()), "known");
        StepBenchmark.Work work = step.work();
        try (Backend backend = step.open()) {
            SpeedFloor floor = backend.call(() -> SpeedFloor.measure(backend));
            KernelMeasurement measurement = new KernelMeasurement(backend, wanted, new KernelTimer(backend, rounds));
            new StepBenchmark(measurement.watched(), work, measurement::start).run(WARMUP_STEPS, Duration.ZERO, 1);
            requireMatch(wanted, measurement.called(), "this step calls");
            List<KernelMeasurement.Row> rows = measurement.rows();
            Map<String, Object> figures = new StepBenchmark(backend, work, () -> {}).run(1, Duration.ZERO, STEPS);
            double stepSeconds = ((Number) Objects.requireNonNull(figures.get("step_ms_median"))).doubleValue() / 1000;
            KernelTable table = new KernelTable(rows, stepSeconds, floor, peerSeconds(backend, rows));
            print(figures, floor, table, idle(measurement.called()));
        }
        return ExitCode.DONE;
    }

    private void requireMatch(Predicate<String> wanted, Set<String> names, String which) {
        if (names.stream().noneMatch(wanted)) {
            throw new UsageException(
                    "--kernel '" + kernel + "' matches no kernel; " + which + ": " + String.join(", ", names));
        }
    }

    private static Set<String> names(Method[] methods) {
        return Arrays.stream(methods).map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the names of fused kernels that a step does without. */
    private static Set<String> idle(Set<String> called) {
        Set<String> names = names(Kernels.class.getDeclaredMethods());
        names.removeAll(called);
        return names;
    }

    private Map<CallSignature, Double> peerSeconds(Backend backend, List<KernelMeasurement.Row> rows)
            throws IOException, InterruptedException {
        if (!peer) {
            return Map.of();
        }
        if (!python.hasTorch()) {
            output.say(python.absence());
            return Map.of();
        }
        return new TorchKernels(python.command(), backend.device(), step.threads(), rounds)
                .time(rows.stream().map(KernelMeasurement.Row::signature).toList());
    }

    private void print(Map<String, Object> figures, SpeedFloor floor, KernelTable table, Set<String> idle)
            throws IOException {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        List.of("engine", "method", "model", "image", "patch", "batch", "vocab", "recompute", "threads")
                .forEach(name -> facts.put(name, figures.get(name)));
        facts.put("step_ms", figures.get("step_ms_median"));
        facts.put("best_gflop_per_s", floor.flopsPerSecond() / 1e9);
        facts.put("best_gb_per_s", floor.bytesPerSecond() / 1e9);
        facts.put("kernels", table.figures());
        facts.put("not_called", idle);
        output.results(facts, out -> {
            out.printf(
                    "%s; %s step of %s, image %s, patch %s, batch %s: %s ms%n",
                    facts.get("engine"),
                    facts.get("method"),
                    facts.get("model"),
                    facts.get("image"),
                    facts.get("patch"),
                    facts.get("batch"),
                    facts.get("step_ms"));
            out.printf(
                    "best: %.1f GFLOP/s in products, %.1f GB/s in copies%n",
                    floor.flopsPerSecond() / 1e9, floor.bytesPerSecond() / 1e9);
            table.print(out);
            out.printf("%nfused kernels that this step does not call: %s%n", String.join(", ", idle));
        });
    }
}
