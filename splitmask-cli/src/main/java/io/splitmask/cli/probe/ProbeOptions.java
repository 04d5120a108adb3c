package io.splitmask.cli.probe;

import io.splitmask.cli.option.PositiveInt;
import io.splitmask.cli.option.UsageException;
import io.splitmask.eval.feature.FeatureRecipe;
import io.splitmask.eval.feature.FeatureTokens;
import io.splitmask.eval.probe.ProbeOptimizer;
import io.splitmask.eval.probe.ProbeRecipe;
import io.splitmask.nn.VitConfig;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the linear classifier is trained. What is not asked for is the protocol's. */
final class ProbeOptions {
    private static final int QUICK_EPOCHS = 10;
    /** How far the best rate may be from the protocol's, whose features come from far larger networks and sets. */
    private static final List<Double> FACTORS = List.of(0.1, 1.0, 10.0, 100.0, 1000.0);

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            converter = ProbeProtocol.Reader.class,
            description =
                    "beit: class token and mean of the patches of every block, a classifier for each block, AdamW; "
                            + "dino: class tokens of the last four blocks (ViT-B: both tokens of the last), SGD; mocov3: class token, "
                            + "SGD; mae: class token, batch norm without scale and shift, LARS. Default: ${DEFAULT-VALUE}.")
    private ProbeProtocol protocol = ProbeProtocol.BEIT;

    @Option(names = "--each-block", description = "A classifier for every block, whatever the protocol.")
    private boolean eachBlock;

    @Option(
            names = "--tokens",
            paramLabel = "KIND",
            description = "What is taken from a block: ${COMPLETION-CANDIDATES}. Default: the protocol's.")
    private @Nullable FeatureTokens tokens;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "What moves the weights: ${COMPLETION-CANDIDATES}. Default: the protocol's.")
    private @Nullable ProbeOptimizer optimizer;

    @Option(
            names = "--batch-norm",
            negatable = true,
            description = "Normalise features over the batch, without scale and shift. Default: as the protocol does.")
    private @Nullable Boolean batchNorm;

    @Option(
            names = "--lr",
            split = ",",
            paramLabel = "RATE",
            description =
                    "Learning rate at a batch of 256, scaled with the batch. Of several, separated by commas, each "
                            + "classifier takes the one that is best on every fifth training image, held out to choose it. "
                            + "Default: the protocol's and its products with 10, 100 and 1000, and with 0.1.")
    private @Nullable List<Double> rates;

    @Option(names = "--weight-decay", paramLabel = "SHARE", description = "Weight decay. Default: the protocol's.")
    private @Nullable Double weightDecay;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Train until each feature was seen N times; with --logistic, for at most N iterations. "
                    + "Default: the protocol's, 90 or 100; with --logistic, 1000.")
    private @Nullable Integer epochs;

    @Mixin
    private final LogisticOptions logistic = new LogisticOptions();

    /**
     * Returns the whole plan.
     *
     * @param cropRatio share of the short side of an image that is looked at
     * @param batchSize features in a step
     * @throws UsageException if a value is out of its range
     */
    ProbePlan plan(VitConfig model, double cropRatio, int batchSize, boolean quick, long seed) {
        FeatureRecipe features = features(model);
        ProbeTrainer trainer = logistic.chosen() ? logisticTrainer(quick) : stepTrainer(batchSize, quick);
        boolean each = eachBlock || protocol == ProbeProtocol.BEIT;
        return new ProbePlan(model, features, each, trainer, cropRatio, seed);
    }

    private StepTrainer stepTrainer(int batchSize, boolean quick) {
        ProbeRecipe base = protocol.training();
        int length = quick ? QUICK_EPOCHS : epochs == null ? base.epochs() : epochs;
        int warmup = (int) Math.round((double) base.warmupEpochs() / base.epochs() * length);
        try {
            ProbeRecipe recipe = new ProbeRecipe(
                    optimizer == null ? base.optimizer() : optimizer,
                    base.learningRate(),
                    weightDecay == null ? base.weightDecay() : weightDecay,
                    length,
                    warmup,
                    batchSize,
                    base.pace(),
                    batchNorm == null ? base.batchNorm() : batchNorm);
            return new StepTrainer(recipe, rates(base.learningRate()));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private LogisticTrainer logisticTrainer(boolean quick) {
        refuse("--optimizer", optimizer);
        refuse("--batch-norm", batchNorm);
        refuse("--lr", rates);
        refuse("--weight-decay", weightDecay);
        OptionalInt given = epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs);
        return logistic.trainer(quick ? OptionalInt.of(QUICK_EPOCHS) : given);
    }

    private static void refuse(String option, @Nullable Object value) {
        if (value != null) {
            throw new UsageException(option + ": not with --logistic, which has no such setting");
        }
    }

    private FeatureRecipe features(VitConfig model) {
        FeatureRecipe features = protocol.checkedFeatures(model);
        return new FeatureRecipe(
                tokens == null ? features.tokens() : tokens,
                features.finalNorm() && !eachBlock,
                eachBlock ? FeatureRecipe.ALL_BLOCKS : features.lastBlocks());
    }

    private List<Double> rates(double own) {
        List<Double> tried =
                rates == null ? FACTORS.stream().map(factor -> factor * own).toList() : rates;
        for (double rate : tried) {
            if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
                throw new UsageException("--lr: expected learning rates above 0, got " + rate);
            }
        }
        return tried;
    }
}
