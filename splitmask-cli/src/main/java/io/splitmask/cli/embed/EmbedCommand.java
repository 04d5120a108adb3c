package io.splitmask.cli.embed;

import io.splitmask.cli.option.OutputFile;
import io.splitmask.cli.option.OutputOptions;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.data.ImageDataset;
import io.splitmask.nn.VitConfig;
import io.splitmask.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what a trained network makes of images. */
@Command(
        name = "embed",
        description = {
            "Writes what a trained network makes of images as a NumPy file, for programs that cluster, search or classify.",
            "",
            "FILE.npy holds float32 values [images, width], or [images, patches, width] with --features patches: a row for"
                    + " each image that can be read. FILE.txt names the image of each row, one on each line, in the same"
                    + " order. In Python: numpy.load('FILE.npy'), open('FILE.txt').read().splitlines().",
            "",
            "Of a data set in parts, the training images are taken; --test takes the others.",
            "",
            "Any number of images fits: rows are written as they are computed. Images that cannot be read are counted and"
                    + " named; if they are more than a tenth, nothing is written."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask embed --data photos --weights runs/photos --out photos.npy",
            "  splitmask embed --data photos --weights dino.pth --features cls --test-crop 0.875 --out photos.npy",
            "  splitmask embed --data photos/cat --weights runs/photos --features patches --out patches.npy",
            "  splitmask embed --data photos --test --weights runs/photos --out test.npy"
        })
public final class EmbedCommand implements Callable<Integer> {
    @Mixin
    private final EmbedderOptions embedder = new EmbedderOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The .npy file to write, and the .txt file beside it; both are replaced if they exist.")
    private @Nullable Path out;

    @Option(
            names = "--test",
            description =
                    "Take the test images: the part for tests, or of class folders without parts what 'probe' holds"
                            + " out.")
    private boolean test;

    @Override
    public Integer call() throws Exception {
        FeatureFile file = new FeatureFile(OutputFile.in(Objects.requireNonNull(out)));
        VitConfig config = embedder.config();
        ImageDataset images = test ? embedder.testImages() : embedder.images();
        FeatureFile.Written written = embedder.run(config, pass -> file.write(pass, images));
        List<Long> shape = shape(written.rows(), embedder.features().shape(config));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("file", file.path().toString());
        facts.put("names", file.names().toString());
        facts.put("shape", shape);
        facts.put("features", EmbeddingName.of(embedder.features()));
        facts.put("leftOut", written.leftOut());
        output.results(facts, lines -> {
            lines.println("features: " + file.path() + ", float32 " + shape);
            lines.println("names:    " + file.names());
        });
        return ExitCode.DONE;
    }

    private static List<Long> shape(long rows, Shape row) {
        List<Long> shape = new ArrayList<>(List.of(rows));
        for (int size : row.toArray()) {
            shape.add((long) size);
        }
        return shape;
    }
}
