package io.splitmask.cli.tokenizer;

import io.splitmask.cli.option.EngineOptions;
import io.splitmask.cli.option.OutputOptions;
import io.splitmask.cli.option.UsageException;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.progress.Terminal;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.cli.run.Interruption;
import io.splitmask.data.ImageDataset;
import io.splitmask.spi.Backend;
import io.splitmask.tokenizers.Codebook;
import io.splitmask.tokenizers.CodebookKind;
import io.splitmask.tokenizers.kmeans.KMeansStateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a codebook. */
@Command(
        name = "fit",
        description = {
            "Makes visual words and writes them as a codebook for 'pretrain --tokenizer'.",
            "",
            "--image and --patch are those of the model: its patches of P pixels have words of P/2 pixels, which are looked"
                    + " up in the image at half size."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask tokenizer fit --data photos --out photo-words.safetensors",
            "  splitmask tokenizer fit --resume --out photo-words.safetensors",
            "  splitmask tokenizer fit --kind random-patches --vocab 1024 --out patch-words.safetensors",
            "  splitmask tokenizer fit --image 64 --patch 8 --out small-words.safetensors"
        })
final class FitCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Mixin
    private final FitOptions options = new FitOptions();

    @Mixin
    private final ClusteringOptions clustering = new ClusteringOptions();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The codebook to write, a safetensors file; FILE.state until k-means is done.")
    private @Nullable Path out;

    @Option(names = "--resume", description = "Go on with k-means where it was interrupted; its options are kept.")
    private boolean resume;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        long start = System.nanoTime();
        Path file = Objects.requireNonNull(out).toAbsolutePath();
        Path stateFile = file.resolveSibling(file.getFileName() + ".state");
        if (resume && !Files.exists(stateFile) && Files.exists(file)) {
            output.print(file + " is finished already");
            return ExitCode.DONE;
        }
        checkFiles(file, stateFile);
        FitPlan plan = resume ? earlier(stateFile) : plan();
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Optional<Codebook> words =
                plan.kind() == CodebookKind.KMEANS ? clusters(plan, stateFile) : Optional.of(drawn(plan));
        if (words.isEmpty()) {
            return ExitCode.INTERRUPTED;
        }
        words.get().save(file);
        Files.deleteIfExists(stateFile);
        return finished(file, plan, words.get(), (System.nanoTime() - start) / 1e9);
    }

    private void checkFiles(Path file, Path stateFile) {
        if (resume && !Files.exists(stateFile)) {
            throw new UsageException("--resume: nothing to go on with, there is no " + stateFile);
        }
        if (!resume && Files.exists(stateFile)) {
            throw new UsageException(
                    "--out " + out + " was interrupted before; add --resume to go on with it, or remove " + stateFile);
        }
        if (!resume && Files.exists(file)) {
            throw new UsageException("--out " + out + " exists already; remove it or choose another file");
        }
    }

    /** Returns the plan of a fit that goes on. @throws UsageException if it was begun with other options */
    private FitPlan earlier(Path stateFile) throws IOException {
        FitPlan plan = FitPlan.of(KMeansStateFile.notes(stateFile));
        output.given().requireThoseOf(plan.options());
        return plan;
    }

    private FitPlan plan() {
        try {
            return options.plan(clustering.clustering(options.vocabulary()), output.given());
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    /** Returns words that are only drawn: Ctrl-C ends that at once, as there is nothing to go on with. */
    private Codebook drawn(FitPlan plan) throws IOException {
        return plan.kind() == CodebookKind.RANDOM_PROJECTION
                ? WordFit.directions(plan)
                : WordFit.patches(plan, plan.images().unlabelled(), engine.loading());
    }

    /** Returns the words; empty if interrupted, which the user was told. */
    private Optional<Codebook> clusters(FitPlan plan, Path stateFile) throws Exception {
        try (Interruption interruption = Interruption.listen(PATIENCE)) {
            Optional<Codebook> words = clusters(plan, stateFile, interruption);
            if (words.isEmpty()) {
                output.print(
                        Files.exists(stateFile)
                                ? "interrupted; go on with: splitmask tokenizer fit --resume --out " + out
                                : "interrupted before the first iteration; nothing was written");
            }
            return words;
        }
    }

    private Optional<Codebook> clusters(FitPlan plan, Path stateFile, Interruption interruption) throws Exception {
        ImageDataset images = plan.images().unlabelled();
        try (Backend backend = engine.open();
                LiveLine line = new LiveLine(Terminal.standardError(), System::nanoTime)) {
            return new WordFit(line, interruption, engine.loading()).clusters(backend, images, plan, stateFile);
        }
    }

    private int finished(Path file, FitPlan plan, Codebook words, double seconds) throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("file", file.toString());
        figures.put("kind", plan.kind().toString());
        figures.put("vocabulary", words.vocabulary());
        figures.put("patch", plan.patch());
        figures.put("wordSide", words.patchSize());
        figures.put("metric", words.metric().toString());
        figures.put("origin", words.origin());
        figures.put("seconds", seconds);
        output.results(figures, lines -> {
            lines.println(words);
            lines.println("codebook: " + file);
            lines.println("next:     splitmask pretrain --tokenizer " + out + " --image " + plan.image() + " --patch "
                    + plan.patch());
        });
        return ExitCode.DONE;
    }
}
