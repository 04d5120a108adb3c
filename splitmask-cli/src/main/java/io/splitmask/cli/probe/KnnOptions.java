package io.splitmask.cli.probe;

import io.splitmask.cli.option.PositiveInt;
import io.splitmask.cli.option.UsageException;
import io.splitmask.eval.feature.FeatureTokens;
import io.splitmask.eval.probe.KnnRecipe;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How neighbours vote. */
final class KnnOptions {
    @Option(
            names = "--k",
            split = ",",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Numbers of neighbours, separated by commas, each of which gives a result. "
                    + "Default: those of 10, 20, 100 and 200 that are not more than the training images.")
    private @Nullable List<Integer> neighbours;

    @Option(
            names = "--temperature",
            paramLabel = "TAU",
            description = "A neighbour of cosine similarity s has exp(s / TAU) votes. Default: ${DEFAULT-VALUE}.")
    private double temperature = KnnRecipe.DINO.temperature();

    @Option(
            names = "--tokens",
            paramLabel = "KIND",
            description = "What is taken from the last block: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private FeatureTokens tokens = FeatureTokens.CLASS_TOKEN;

    FeatureTokens tokens() {
        return tokens;
    }

    /** Returns the recipe. @throws UsageException if there are fewer training images than neighbours were asked for */
    KnnRecipe recipe(int trainImages) {
        if (neighbours != null) {
            for (int k : neighbours) {
                if (k > trainImages) {
                    throw new UsageException("--k: expected at most the " + trainImages + " training images, got " + k);
                }
            }
        }
        List<Integer> own = KnnRecipe.DINO.neighbours().stream()
                .filter(k -> k <= trainImages)
                .toList();
        List<Integer> usual = own.isEmpty() ? List.of(trainImages) : own;
        try {
            return new KnnRecipe(neighbours == null ? usual : neighbours, temperature);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }
}
