package io.splitmask.cli.tokenizer;

import io.splitmask.cli.option.ImageOptions;
import io.splitmask.cli.option.OutputOptions;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.progress.Terminal;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.data.ImageDataset;
import io.splitmask.tokenizers.TokenizerFiles;
import io.splitmask.tokenizers.WordUsage;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Counts the words of a data set. */
@Command(
        name = "stats",
        description = {
            "Counts the visual words of one random crop of each image, as pre-training sees them.",
            "",
            "The entropy is the loss of a model that knows how common each word is and nothing else: pre-training has"
                    + " learnt something when its loss is lower."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = "  splitmask tokenizer stats words.safetensors --data photos")
final class StatsCommand implements Callable<Integer> {
    private static final int COMMONEST = 10;

    @Mixin
    private final InspectOptions tokenizer;

    @Mixin
    private final ImageOptions images = new ImageOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Inject
    StatsCommand(TokenizerFiles files) {
        tokenizer = new InspectOptions(files);
    }

    @Override
    public Integer call() throws Exception {
        ImageDataset counted = images.selection().unlabelled();
        WordCount count = tokenizer.run((backend, words) -> {
            try (LiveLine line = new LiveLine(Terminal.standardError(), System::nanoTime)) {
                return WordCount.of(backend, words, counted, tokenizer.image(words), tokenizer.loading(), line);
            }
        });
        output.results(figures(count), out -> print(count, out));
        return ExitCode.DONE;
    }

    private static Map<String, Object> figures(WordCount count) {
        WordUsage usage = count.usage();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("vocabulary", usage.vocabulary());
        figures.put("images", count.images());
        figures.put("patches", usage.total());
        figures.put("usedWords", usage.usedWords());
        figures.put("usedShare", usage.usedShare());
        figures.put("entropy", usage.entropy());
        figures.put("perplexity", usage.perplexity());
        figures.put("commonestWord", usage.ranking().get(0));
        figures.put("commonestShare", usage.commonestShare());
        return figures;
    }

    private static void print(WordCount count, PrintWriter out) {
        WordUsage usage = count.usage();
        out.printf("images            %d, %d patches%n", count.images(), usage.total());
        out.printf(
                "words used        %d of %d (%.1f %%)%n",
                usage.usedWords(), usage.vocabulary(), 100 * usage.usedShare());
        out.printf("entropy           %.4f nats of at most %.4f%n", usage.entropy(), Math.log(usage.vocabulary()));
        out.printf("perplexity        %.1f equally common words would have this entropy%n", usage.perplexity());
        out.printf("commonest word    %.2f %% of all patches%n", 100 * usage.commonestShare());
        out.println();
        out.printf("%-6s %8s %12s %8s%n", "RANK", "WORD", "PATCHES", "SHARE");
        long[] counts = usage.counts();
        for (int rank = 0; rank < Math.min(COMMONEST, usage.usedWords()); rank++) {
            int word = usage.ranking().get(rank);
            out.printf("%-6d %8d %12d %7.2f%%%n", rank + 1, word, counts[word], 100.0 * counts[word] / usage.total());
        }
    }
}
