package io.splitmask.cli.tokenizer;

import io.splitmask.cli.option.PositiveInt;
import io.splitmask.tokenizers.Metric;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How k-means clusters. */
final class ClusteringOptions {
    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description = "cosine: words are directions, as in the study; euclidean: words are points, looked up by"
                    + " distance. Default: ${DEFAULT-VALUE}.")
    private Metric metric = Metric.COSINE;

    @Option(
            names = "--points",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Patches that k-means clusters; the study took 3000000. Default: "
                    + Clustering.POINTS_PER_WORD + " for each word.")
    private @Nullable Integer points;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Most iterations of k-means. Default: ${DEFAULT-VALUE}.")
    private int iterations = Clustering.ITERATIONS;

    @Option(
            names = "--mini-batch",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Patches of an iteration, drawn at random. Default: all of them.")
    private @Nullable Integer miniBatch;

    @Option(
            names = "--tolerance",
            paramLabel = "SHARE",
            description =
                    "End when an iteration lowers the cost by less than this share of it. Default: ${DEFAULT-VALUE}.")
    private double tolerance = Clustering.TOLERANCE;

    Clustering clustering(int vocabulary) {
        int count = points != null ? points : Clustering.points(vocabulary);
        return new Clustering(metric, count, iterations, miniBatch == null ? 0 : miniBatch, tolerance);
    }
}
