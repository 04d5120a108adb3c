package io.splitmask.cli.option;

import io.splitmask.datasets.DataSetKind;
import io.splitmask.recipe.PretrainRecipe;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How long to pre-train: in epochs, in optimizer steps, or as the paper does. */
public final class PretrainLengthOptions {
    private static final int EPOCHS = 100;

    /** Where the paper itself goes beyond its limit on the epochs (Tables 1 and 3). */
    private static final Set<DataSetKind> WITHOUT_LIMIT =
            EnumSet.of(DataSetKind.IMAGENET, DataSetKind.ADE20K, DataSetKind.COCO);

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private @Nullable PretrainLength length;

    /** How long to pre-train, one way or another. */
    public static final class PretrainLength extends LengthOptions.Length {
        @Option(
                names = "--like",
                paramLabel = "RUN",
                description =
                        "imagenet300: as many images as in 300 epochs of ImageNet, so as many optimizer steps at the "
                                + "same batch size, which is the paper's rule; but at most "
                                + PretrainRecipe.PAPER_MAX_EPOCHS
                                + " epochs (on imagenet, ade20k and coco without this limit).")
        private @Nullable LongRun like;
    }

    /** A run of the paper whose length others take. */
    private enum LongRun {
        IMAGENET300;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Returns a recipe with the length asked for, {@value #EPOCHS} epochs if none was.
     *
     * @param data which data set it is
     * @param numImages to train on, at least a batch
     * @param maxEpochs where every length but one in optimizer steps ends
     */
    public PretrainRecipe apply(PretrainRecipe recipe, DataSetKind data, int numImages, int maxEpochs) {
        if (length == null) {
            return recipe.withEpochs(Math.min(maxEpochs, EPOCHS), numImages);
        }
        if (length.updates().isPresent()) {
            return recipe.withUpdates(length.updates().getAsInt());
        }
        if (length.like == LongRun.IMAGENET300) {
            boolean limited = !WITHOUT_LIMIT.contains(data);
            return recipe.likeImagenet300(
                    numImages, limited ? Math.min(maxEpochs, PretrainRecipe.PAPER_MAX_EPOCHS) : maxEpochs);
        }
        return recipe.withEpochs(Math.min(maxEpochs, length.epochs().orElse(EPOCHS)), numImages);
    }
}
