package io.splitmask.cli.embed;

import io.splitmask.cli.option.OutputFile;
import io.splitmask.cli.option.OutputOptions;
import io.splitmask.cli.option.PositiveInt;
import io.splitmask.cli.option.UsageException;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.report.ContactSheet;
import io.splitmask.cli.report.ReportWriter;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.data.ImageDataset;
import io.splitmask.inference.Embedding;
import io.splitmask.nn.VitConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds the images that a trained network takes to be most like others. */
@Command(
        name = "search",
        description = {
            "Finds the images of --data that are most similar to others by what a trained network makes of them, and shows"
                    + " them on a page.",
            "",
            "Two images are as similar as the cosine of the angle between their features: 1 for the same, about 0 for"
                    + " images that have nothing in common. The page holds its pictures itself and can be mailed. An image"
                    + " that is its own query is not shown again. Any number of images can be searched; none is kept."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask search --data photos --weights runs/photos --query cat.jpg --out like-cat.html",
            "  splitmask search --data photos --weights dino.pth --features cls --query a.jpg,b.jpg --top 24 --out ab.html"
        })
public final class SearchCommand implements Callable<Integer> {
    @Mixin
    private final EmbedderOptions embedder = new EmbedderOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--query",
            paramLabel = "IMAGE",
            required = true,
            description = "An image file to compare with, or several, separated by commas.")
    private List<String> query = List.of();

    @Option(
            names = "--top",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "How many images to show for each. Default: ${DEFAULT-VALUE}.")
    private int top = 12;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The .html file to write; replaced if it exists.")
    private @Nullable Path out;

    @Override
    public Integer call() throws Exception {
        if (embedder.features() == Embedding.PATCHES) {
            throw new UsageException(
                    "--features: expected cls or mean, which describe an image as a whole, got patches");
        }
        Path page = OutputFile.in(Objects.requireNonNull(out));
        VitConfig config = embedder.config();
        List<Query> queries = Query.read(query);
        ImageDataset images = embedder.images();
        SearchResults results = new SearchResults(images, queries, nearest(config, images, queries));
        ReportWriter.write(sheet(results), page);
        output.results(results.facts(page), results::print);
        output.say("page: " + page);
        return ExitCode.DONE;
    }

    private List<Nearest> nearest(VitConfig config, ImageDataset images, List<Query> queries) throws IOException {
        return embedder.run(config, pass -> {
            List<Nearest> nearest = queries.stream()
                    .map(asked -> new Nearest(pass.embedder().embed(asked.image()), top))
                    .toList();
            int width = config.width();
            pass.each(images, (indices, features) -> {
                for (int i = 0; i < indices.length; i++) {
                    String name = images.name(indices[i]);
                    for (int q = 0; q < nearest.size(); q++) {
                        if (!name.equals(queries.get(q).name())) {
                            nearest.get(q).add(indices[i], features, i * width);
                        }
                    }
                }
            });
            return nearest;
        });
    }

    private ContactSheet sheet(SearchResults results) throws IOException {
        return results.sheet("By the cosine similarity of " + EmbeddingName.of(embedder.features())
                + " features of the network in " + embedder.weights() + ".");
    }
}
