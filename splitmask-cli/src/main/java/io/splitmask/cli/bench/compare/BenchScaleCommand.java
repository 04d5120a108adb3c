package io.splitmask.cli.bench.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.splitmask.cli.bench.JsonProcess;
import io.splitmask.cli.bench.step.StepCounts;
import io.splitmask.cli.option.ModelName;
import io.splitmask.cli.option.ModelOptions;
import io.splitmask.cli.option.OutputOptions;
import io.splitmask.cli.option.PositiveInt;
import io.splitmask.cli.option.RunFolders;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.report.LineChart;
import io.splitmask.cli.run.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times steps of many sizes. */
@Command(
        name = "scale",
        description = {
            "Times SplitMask's step over the number of images in it, and over the number of patches of an image, on one"
                    + " thread and more. Each measurement is a process of its own, and engines take turns. A point that"
                    + " fails, as for lack of memory, is reported, and the others go on.",
            "",
            "What limits each end is computed from its kernels, as 'bench kernels' times them on most threads: how much of"
                    + " the step they would take at the engine's best rates, what they take beyond that, most of which is"
                    + " a cost of each call where steps are small, the updates of the weights, which depend on neither"
                    + " images nor patches, and what lies outside of kernels."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask bench scale --out scale",
            "  splitmask bench scale --engines djl --peers pytorch --batches 4,16,64 --tokens 49,196 --threads 2 --out scale"
        })
public final class BenchScaleCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Mixin
    private final ContenderOptions contenderOptions = new ContenderOptions();

    @Mixin
    private final ModelOptions model = new ModelOptions(ModelName.VIT_TINY, 64, 8);

    @Option(
            names = "--batches",
            paramLabel = "N",
            split = ",",
            converter = PositiveInt.class,
            description = "Images in a step, at --image. Default: ${DEFAULT-VALUE}.")
    private List<Integer> batches = List.of(4, 8, 16, 32, 64, 128);

    @Option(
            names = "--tokens",
            paramLabel = "N",
            split = ",",
            converter = PositiveInt.class,
            description = "Patches of an image, squares, at --batch. Default: ${DEFAULT-VALUE}.")
    private List<Integer> tokens = List.of(49, 100, 196, 400, 784);

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Images in a step whose number of patches changes. Default: ${DEFAULT-VALUE}.")
    private int batch = 8;

    @Option(
            names = "--vocab",
            paramLabel = "V",
            converter = PositiveInt.class,
            description = "Visual words. Default: ${DEFAULT-VALUE}.")
    private int vocabulary = 8192;

    @Option(
            names = "--threads",
            paramLabel = "N",
            split = ",",
            converter = PositiveInt.class,
            description = "Threads of the processor to use. Default: ${DEFAULT-VALUE}.")
    private List<Integer> threads = List.of(1, 2);

    @Option(
            names = "--rounds",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Processes for each figure. Default: ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Mixin
    private final StepCounts counts = new StepCounts();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for scale.json, batch.svg and tokens.svg. Default: a new one in runs/.")
    private @Nullable Path out;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        int image = model.config().imageHeight();
        int patch = model.config().patchSize();
        List<ScalePoint> byBatch = new ArrayList<>();
        List<ScalePoint> byTokens = new ArrayList<>();
        for (int thread : threads) {
            batches.forEach(
                    n -> byBatch.add(new ScalePoint(ScalePoint.Sweep.BATCH, model.model(), image, patch, n, thread)));
            tokens.forEach(n -> byTokens.add(ScalePoint.ofTokens(model.model(), n, patch, batch, thread)));
        }
        Path folder = RunFolders.create(out, "scale", Clock.systemDefaultZone());
        List<Contender> contenders = contenderOptions.find(folder, output::say);
        List<ScaleSweep> sweeps = List.of(
                new ScaleSweep(
                        ScalePoint.Sweep.BATCH,
                        String.format("%s, %d px, patch %d", model.model(), image, patch),
                        measure(byBatch, contenders)),
                new ScaleSweep(
                        ScalePoint.Sweep.TOKENS,
                        String.format("%s, batch %d, patch %d", model.model(), batch, patch),
                        measure(byTokens, contenders)));
        Map<String, StepLimits> limits = limits(sweeps);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("model", model.model().toString());
        figures.put("patch", patch);
        figures.put("vocab", vocabulary);
        figures.put(
                "points",
                sweeps.stream()
                        .flatMap(sweep -> sweep.results().stream())
                        .map(ScaleResult::figures)
                        .toList());
        figures.put("limits", limits);
        MAPPER.writeValue(folder.resolve("scale.json").toFile(), figures);
        for (ScaleSweep sweep : sweeps) {
            Optional<LineChart> chart = sweep.chart();
            if (chart.isPresent()) {
                Files.write(folder.resolve(sweep.sweep() + ".svg"), chart.get().svg());
            }
        }
        output.results(figures, writer -> {
            sweeps.forEach(sweep -> sweep.print(writer));
            writer.printf("%nwhat limits each end%n");
            limits.forEach((end, parts) -> writer.printf("%s: %s%n", end, parts));
        });
        return ExitCode.DONE;
    }

    private List<ScaleResult> measure(List<ScalePoint> points, List<Contender> contenders) throws InterruptedException {
        List<String> options = new ArrayList<>(List.of("--vocab", "" + vocabulary));
        options.addAll(counts.options());
        List<ScaleResult> results = new ArrayList<>();
        for (ScalePoint point : points) {
            results.addAll(ScaleResult.measure(point, contenders, options, rounds, output::say));
        }
        return results;
    }

    /** Returns what takes the time at both ends of both sweeps, by point and engine. */
    private Map<String, StepLimits> limits(List<ScaleSweep> sweeps) throws IOException, InterruptedException {
        Map<String, StepLimits> limits = new LinkedHashMap<>();
        for (ScaleSweep sweep : sweeps) {
            for (String engine : contenderOptions.engines()) {
                for (ScalePoint end : sweep.ends(engine)) {
                    List<String> command =
                            Contenders.command("bench", "kernels", "--json", "--rounds", "3", "--engine", engine);
                    command.addAll(end.options());
                    command.addAll(List.of("--vocab", "" + vocabulary));
                    limits.put(end + ", " + engine, StepLimits.of(new JsonProcess(engine, command, Map.of()).run("")));
                }
            }
        }
        return limits;
    }
}
