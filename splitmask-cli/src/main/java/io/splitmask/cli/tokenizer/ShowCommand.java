package io.splitmask.cli.tokenizer;

import io.splitmask.cli.option.DataSetName;
import io.splitmask.cli.option.ImageSelection;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.progress.Terminal;
import io.splitmask.cli.report.Png;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.data.Tokenizer;
import io.splitmask.datasets.DataSetSource;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.spi.Backend;
import io.splitmask.tokenizers.TokenizerFiles;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws the words of a tokenizer. */
@Command(
        name = "show",
        description = {
            "Writes a picture of the visual words, a tile for each.",
            "",
            "With --data the commonest come first, and a second panel below shows, in the same order, the average of the"
                    + " patches that carry each word: grey where none does."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask tokenizer show words.safetensors",
            "  splitmask tokenizer show words.safetensors --data photos --out words.png"
        })
final class ShowCommand implements Callable<Integer> {
    @Mixin
    private final InspectOptions tokenizer;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            converter = DataSetName.class,
            description = "Images to count words in: 'embedded' for those that come along, DIR for a folder (or .zip or"
                    + " .tar) of your own, or NAME:DIR for one of the data sets below.")
    private @Nullable DataSetSource data;

    @Option(names = "--out", paramLabel = "FILE", description = "The PNG to write. Default: FILE.png.")
    private @Nullable Path out;

    @Spec
    private @Nullable CommandSpec spec;

    @Inject
    ShowCommand(TokenizerFiles files) {
        tokenizer = new InspectOptions(files);
    }

    @Override
    public Integer call() throws Exception {
        Path file = tokenizer.file();
        Path picture = out == null ? file.resolveSibling(file.getFileName() + ".png") : out;
        List<List<Image>> panels = tokenizer.run(this::panels);
        Files.write(picture, Png.encode(WordSheet.draw(panels)));
        Objects.requireNonNull(spec).commandLine().getOut().println("picture: " + picture.toAbsolutePath());
        Objects.requireNonNull(spec).commandLine().getOut().flush();
        return ExitCode.DONE;
    }

    private List<List<Image>> panels(Backend backend, Tokenizer words) throws Exception {
        List<Image> pictures = pictures(words);
        if (data == null) {
            return List.of(pictures);
        }
        ImageDataset images = ImageSelection.all(data).unlabelled();
        try (LiveLine line = new LiveLine(Terminal.standardError(), System::nanoTime)) {
            WordCount count = WordCount.of(backend, words, images, tokenizer.image(words), tokenizer.loading(), line);
            List<Integer> order = count.usage().ranking();
            List<Image> averages = count.averages().pictures();
            return List.of(
                    order.stream().map(pictures::get).toList(),
                    order.stream().map(averages::get).toList());
        }
    }

    private static List<Image> pictures(Tokenizer words) {
        float[] pixels = words.wordPictures();
        int side = words.patchSize();
        int width = pixels.length / words.vocabulary();
        return IntStream.range(0, words.vocabulary())
                .mapToObj(word -> Normalization.IMAGENET.invert(
                        Arrays.copyOfRange(pixels, word * width, (word + 1) * width), side, side))
                .toList();
    }
}
