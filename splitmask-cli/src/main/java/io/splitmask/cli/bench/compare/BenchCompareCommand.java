package io.splitmask.cli.bench.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.splitmask.cli.bench.step.StepCounts;
import io.splitmask.cli.option.DeviceName;
import io.splitmask.cli.option.MethodName;
import io.splitmask.cli.option.OutputOptions;
import io.splitmask.cli.option.PositiveInt;
import io.splitmask.cli.option.PrecisionOption;
import io.splitmask.cli.option.RunFolders;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.report.BarChart;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.method.MethodEntry;
import io.splitmask.tensor.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares engines with each other and with PyTorch for Python. */
@Command(
        name = "compare",
        description = {
            "Times the step of 'bench step' on several engines and, where Python has PyTorch, the same step there. Each"
                    + " measurement is a process of its own; they take turns, and ratios are taken within a round, so that"
                    + " a machine whose speed changes spoils them little.",
            "The first column is what the others are compared with: a peer if there is one, else the first engine."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask bench compare --out speed",
            "  splitmask bench compare --methods splitmask,dino --cases vit_tiny:64:8:64 --rounds 3 --out speed-dino",
            "  splitmask bench compare --engines djl --device cuda --precision bf16 --cases vit_base:224:16:128"
        })
public final class BenchCompareCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Mixin
    private final ContenderOptions contenderOptions =
            new ContenderOptions(Contenders.Peer.PYTORCH, Contenders.Peer.PYTORCH_TUNED);

    @Option(
            names = "--methods",
            paramLabel = "NAME",
            split = ",",
            converter = MethodName.class,
            description = "Methods. Default: splitmask.")
    private List<MethodEntry> methods = List.of();

    @Option(
            names = "--cases",
            paramLabel = "MODEL:IMAGE:PATCH:BATCH",
            split = ",",
            converter = ComparedCase.Reader.class,
            description = "Sizes of the step. Default: ${DEFAULT-VALUE}.")
    private List<ComparedCase> cases = List.of(new ComparedCase.Reader().convert("vit_micro:64:8:64"));

    @Option(
            names = "--rounds",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Processes for each figure. Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            converter = DeviceName.class,
            description = "cpu, cuda or cuda:N, for all. Default: ${DEFAULT-VALUE}.")
    private Device device = Device.CPU;

    @Mixin
    private final PrecisionOption precision = new PrecisionOption();

    @Mixin
    private final StepCounts counts = new StepCounts();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for compare.json and a chart for each comparison. Default: a new one in runs/.")
    private @Nullable Path out;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        Path folder = RunFolders.create(out, "compare", Clock.systemDefaultZone());
        List<Contender> contenders = contenderOptions.find(folder, output::say);
        List<Comparison> comparisons = new ArrayList<>();
        for (String method : methods.isEmpty()
                ? List.of("splitmask")
                : methods.stream().map(MethodEntry::name).toList()) {
            for (ComparedCase size : cases) {
                comparisons.add(compare(method, size, contenders));
            }
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        comparisons.forEach(comparison -> figures.put(comparison.title(), comparison.rows()));
        MAPPER.writeValue(folder.resolve("compare.json").toFile(), figures);
        for (Comparison comparison : comparisons) {
            draw(comparison, folder);
        }
        output.results(figures, writer -> comparisons.forEach(comparison -> print(comparison, writer)));
        return ExitCode.DONE;
    }

    private Comparison compare(String method, ComparedCase size, List<Contender> contenders)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(size.options());
        options.addAll(List.of("--method", method));
        options.addAll(counts.options());
        options.addAll(List.of(
                "--device",
                device.toString(),
                "--precision",
                precision.precision().toString()));
        List<Contender> able =
                contenders.stream().filter(contender -> contender.knows(method)).toList();
        return new Comparison(method + " " + size, able, options, rounds, output::say);
    }

    private static void draw(Comparison comparison, Path folder) throws IOException {
        Map<String, Double> bars = new LinkedHashMap<>();
        comparison.rows().forEach(row -> bars.put(row.contender(), row.imagesPerSecond()));
        String name = comparison.title().replaceAll("[ :]", "-") + ".svg";
        Files.write(folder.resolve(name), new BarChart(comparison.title(), "images/s", bars).svg());
    }

    private static void print(Comparison comparison, PrintWriter out) {
        out.printf("%n%-32s %10s %8s %8s %8s%n", comparison.title(), "IMAGES/S", "RATIO", "MIB", "RATIO");
        for (Comparison.Row row : comparison.rows()) {
            out.printf(
                    "%-32s %10.2f %8.2f %8.0f %8.2f%n",
                    row.contender(), row.imagesPerSecond(), row.ratio(), row.residentMebibytes(), row.memoryRatio());
        }
    }
}
