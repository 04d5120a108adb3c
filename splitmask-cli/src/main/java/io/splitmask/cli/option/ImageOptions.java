package io.splitmask.cli.option;

import io.splitmask.datasets.DataSetSource;
import io.splitmask.datasets.ListedSubset;
import io.splitmask.datasets.Subset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which images a command works on. */
public final class ImageOptions {
    @Option(
            names = "--data",
            paramLabel = "DATA",
            converter = DataSetName.class,
            description =
                    "'embedded' for the images that come along, DIR for a folder (or .zip or .tar) of your own, or"
                            + " NAME:DIR for one of the data sets below. Default: ${DEFAULT-VALUE}.")
    private DataSetSource data = DataSetSource.EMBEDDED;

    @Option(
            names = "--subset",
            paramLabel = "PART",
            description = "Which of the training images: 'all', a share such as '10%%' or a number such as '5/class',"
                    + " drawn class by class, or a text file with an image's name on each line. Default:"
                    + " ${DEFAULT-VALUE}.")
    private String subset = Subset.ALL.toString();

    @Option(
            names = "--subset-seed",
            paramLabel = "N",
            description =
                    "Draws another --subset; the --seed of the run does not change it. Default: ${DEFAULT-VALUE}.")
    private long subsetSeed;

    @Option(
            names = "--reduce",
            paramLabel = "PIXELS",
            converter = PositiveInt.class,
            description = "Decode JPEG files at a half, a quarter or an eighth of their size if no side falls below"
                    + " this: faster for large photos, and about one grey level different. Without it, files are read"
                    + " whole, as the methods' authors do.")
    private @Nullable Integer reduceTo;

    /** Returns the choice. @throws UsageException if the subset is out of range */
    public ImageSelection selection() {
        try {
            String part = Subset.of(subset, subsetSeed) instanceof ListedSubset listed
                    ? listed.list().toAbsolutePath().toString()
                    : subset;
            return new ImageSelection(data.toString(), part, subsetSeed, reduceTo == null ? 0 : reduceTo);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--subset: " + e.getMessage());
        }
    }
}
