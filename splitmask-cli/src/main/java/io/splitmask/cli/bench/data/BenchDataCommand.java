package io.splitmask.cli.bench.data;

import io.splitmask.cli.option.OutputOptions;
import io.splitmask.cli.option.PositiveInt;
import io.splitmask.cli.option.UsageException;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.benchmark.DataBenchmark;
import io.splitmask.datasets.benchmark.DataBenchmarkResult;
import io.splitmask.datasets.transform.Stage;
import io.splitmask.datasets.transform.StagedTransform;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times how images are made ready for training. */
@Command(
        name = "data",
        description = {
            "Times how fast images are read, decoded, cropped and turned into numbers, and which stage takes the time.",
            "",
            "Images per second per core count the time for which a processor worked for the threads that do it, so they"
                    + " hold on a busy machine too; those by the clock are what training would get now. A loader with N"
                    + " threads feeds a step of B images in B / (N * images per second per core) seconds: compare with"
                    + " 'bench step'. The rate with Java's work adds its compiler and garbage collector.",
            "",
            "Files are decoded whole, so that every pixel is what the methods' authors computed. --reduce is for photos"
                    + " much larger than --image."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask bench data",
            "  splitmask bench data --data photos --views finetune --threads 4",
            "  splitmask bench data --data photos --reduce 448",
            "  splitmask bench data --data cifar10:/data/cifar-10-batches-bin --image 32 --json"
        })
public final class BenchDataCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DATA",
            converter = BenchedImages.Reader.class,
            description =
                    "'synthetic' for made-up JPEG files of 500 x 375 pixels in memory that weigh what photos weigh,"
                            + " 'embedded', DIR for a folder (or .zip or .tar) of your own, or NAME:DIR for one of the data sets"
                            + " below. Default: ${DEFAULT-VALUE}.")
    private BenchedImages data = BenchedImages.SYNTHETIC;

    @Option(
            names = "--views",
            paramLabel = "NAME",
            converter = DataViews.Reader.class,
            description = "pretrain: a crop, flipped, and the same at half size; contrast: two crops with changes of"
                    + " colour and blur; finetune: a crop with RandAugment and erasing; test: the middle."
                    + " Default: ${DEFAULT-VALUE}.")
    private DataViews views = DataViews.PRETRAIN;

    @Option(
            names = "--image",
            paramLabel = "PIXELS",
            converter = PositiveInt.class,
            description = "Side of the views. Default: ${DEFAULT-VALUE}.")
    private int image = 224;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Threads that share the work. Default: ${DEFAULT-VALUE}.")
    private int threads = 1;

    @Option(
            names = "--images",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Images that count; the data set is gone through again if it has fewer."
                    + " Default: ${DEFAULT-VALUE}.")
    private int images = 1000;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Images before them, while Java compiles. Default: ${DEFAULT-VALUE}.")
    private int warmup = 500;

    @Option(
            names = "--reduce",
            paramLabel = "PIXELS",
            converter = PositiveInt.class,
            description = "Decode JPEG files at a half, a quarter or an eighth of their size if no side falls below"
                    + " this. What is resized from them differs by about a grey level. Default: never.")
    private @Nullable Integer reduceTo;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        StagedTransform transform = transform();
        ImageDataset opened = data.open(reduceTo == null ? 0 : reduceTo);
        DataBenchmarkResult result = new DataBenchmark(opened, transform).run(warmup, images, threads);
        output.results(figures(result), out -> print(result, out));
        return ExitCode.DONE;
    }

    private StagedTransform transform() {
        try {
            return views.transform(image);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--image: " + e.getMessage());
        }
    }

    private Map<String, Object> figures(DataBenchmarkResult result) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("data", data.toString());
        figures.put("views", views.toString());
        figures.put("image", image);
        figures.put("threads", result.numThreads());
        figures.put("images", result.numImages());
        figures.put("images_per_s_per_core", rounded(result.imagesPerSecondPerCore(), 10));
        figures.put("images_per_s_per_core_with_java", rounded(result.imagesPerSecondPerCoreOfProgram(), 10));
        figures.put("images_per_s_by_clock", rounded(result.imagesPerSecond(), 10));
        figures.put("pixels_per_image", result.numPixels() / result.numImages());
        Map<String, Object> stages = new LinkedHashMap<>();
        for (Stage stage : Stage.values()) {
            Map<String, Object> time = new LinkedHashMap<>();
            time.put("ms", rounded(result.microsPerImage(stage) / 1000, 10_000));
            time.put("share", rounded(result.share(stage), 10_000));
            stages.put(stage.name().toLowerCase(Locale.ROOT), time);
        }
        figures.put("stages", stages);
        return figures;
    }

    private void print(DataBenchmarkResult result, PrintWriter out) {
        out.printf("images             %s, %d pixels on average%n", data, result.numPixels() / result.numImages());
        out.printf("views              %s at %d%n", views, image);
        out.printf(
                "timed              %d images on %d thread%s%n",
                result.numImages(), result.numThreads(), result.numThreads() == 1 ? "" : "s");
        out.printf("per core           %.0f images/s%n", result.imagesPerSecondPerCore());
        out.printf("with Java's work   %.0f images/s per core%n", result.imagesPerSecondPerCoreOfProgram());
        out.printf("by the clock       %.0f images/s%n%n", result.imagesPerSecond());
        out.printf("%-20s %10s %8s%n", "STAGE", "MS/IMAGE", "SHARE");
        for (Stage stage : Stage.values()) {
            out.printf(
                    "%-20s %10.3f %7.1f%%%n",
                    stage.label(), result.microsPerImage(stage) / 1000, 100 * result.share(stage));
        }
    }

    private static double rounded(double value, double steps) {
        return Math.round(value * steps) / steps;
    }
}
