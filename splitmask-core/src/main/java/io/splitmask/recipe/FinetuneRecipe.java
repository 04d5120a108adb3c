package io.splitmask.recipe;

import io.splitmask.config.Problems;
import io.splitmask.nn.Pooling;
import io.splitmask.optim.LayerDecay;
import io.splitmask.optim.Schedule;

/**
 * How a network is fine-tuned for classification. Gradients are not clipped and there is no dropout.
 *
 * @param epochs E
 * @param batchSize B
 * @param warmupEpochs epochs in which the learning rate rises
 * @param optimizer settings of AdamW
 * @param layerDecay factor of the learning rate from a layer to the one before it; 1 for none
 * @param labelSmoothing share of the target that is spread over all classes
 * @param dropPath drop-path rate of the last block
 * @param headScale factor on the initial weights of the classifier
 * @param emaDecay share of the averaged weights that stays in a step; 0 for no averaging
 * @param pooling what the classifier sees
 * @param mix mixing within a batch
 * @param augmentation how images are changed
 */
public record FinetuneRecipe(
        int epochs,
        int batchSize,
        int warmupEpochs,
        AdamwRecipe optimizer,
        double layerDecay,
        double labelSmoothing,
        double dropPath,
        double headScale,
        double emaDecay,
        Pooling pooling,
        MixRecipe mix,
        FinetuneAugmentation augmentation) {
    private static final int PAPER_BATCH_SIZE = 1024;
    private static final double MIN_LEARNING_RATE = 1e-6;
    private static final double WEIGHT_DECAY = 0.05;
    private static final double BEIT_HEAD_SCALE = 0.001;

    /** Table 9, iNaturalist 2018 and 2019, Food-101. */
    public static final FinetuneRecipe LARGE_DATA = paper(300, 5, 1.4e-4, 1, 0.1, FinetuneAugmentation.LARGE_DATA);
    /** Table 9, Cars, Clipart, Painting and Sketch. */
    public static final FinetuneRecipe SMALL_DATA = paper(300, 60, 4e-3, 0.65, 0.1, FinetuneAugmentation.SMALL_DATA);
    /** Table 7: BEiT's recipe for ViT-B on ImageNet-1k, also used for ViT-S. */
    public static final FinetuneRecipe IMAGENET_BASE = paper(100, 20, 4e-3, 0.65, 0.1, FinetuneAugmentation.IMAGENET);
    /** BEiT's recipe for ViT-L on ImageNet-1k. */
    public static final FinetuneRecipe IMAGENET_LARGE = paper(50, 5, 1e-3, 0.75, 0.2, FinetuneAugmentation.IMAGENET);

    private static FinetuneRecipe paper(
            int epochs,
            int warmupEpochs,
            double learningRate,
            double layerDecay,
            double dropPath,
            FinetuneAugmentation augmentation) {
        return new FinetuneRecipe(
                epochs,
                PAPER_BATCH_SIZE,
                warmupEpochs,
                AdamwRecipe.of(learningRate, MIN_LEARNING_RATE, WEIGHT_DECAY),
                layerDecay,
                0.1,
                dropPath,
                BEIT_HEAD_SCALE,
                0,
                Pooling.PATCH_MEAN,
                MixRecipe.PAPER,
                augmentation);
    }

    /** Checks the numbers. */
    public FinetuneRecipe {
        Problems.of("FinetuneRecipe")
                .atLeast(1, "epochs", epochs)
                .atLeast(1, "batchSize", batchSize)
                .require(
                        warmupEpochs >= 0 && warmupEpochs <= epochs,
                        "expected warmupEpochs from 0 to epochs = " + epochs + ", got " + warmupEpochs)
                .require(
                        layerDecay > 0 && layerDecay <= 1,
                        "expected layerDecay above 0 and at most 1, got " + layerDecay)
                .shareBelowOne("labelSmoothing", labelSmoothing)
                .shareBelowOne("dropPath", dropPath)
                .notNegative("headScale", headScale)
                .shareBelowOne("emaDecay", emaDecay)
                .throwIfAny();
    }

    /** Returns the same recipe with other lengths, in epochs. */
    public FinetuneRecipe withEpochs(int newEpochs, int newWarmupEpochs) {
        return new FinetuneRecipe(
                newEpochs,
                batchSize,
                newWarmupEpochs,
                optimizer,
                layerDecay,
                labelSmoothing,
                dropPath,
                headScale,
                emaDecay,
                pooling,
                mix,
                augmentation);
    }

    /** Returns the same recipe for another batch size, with both learning rates scaled linearly with it. */
    public FinetuneRecipe scaledToBatch(int newBatchSize) {
        return withBatchSize(newBatchSize)
                .withOptimizer(optimizer.withLearningRateScaled((double) newBatchSize / batchSize), layerDecay);
    }

    /**
     * Returns the same recipe with other rates.
     *
     * @param newLayerDecay factor from a layer to the one before it; 1 for none
     */
    public FinetuneRecipe withOptimizer(AdamwRecipe newOptimizer, double newLayerDecay) {
        return new FinetuneRecipe(
                epochs,
                batchSize,
                warmupEpochs,
                newOptimizer,
                newLayerDecay,
                labelSmoothing,
                dropPath,
                headScale,
                emaDecay,
                pooling,
                mix,
                augmentation);
    }

    /** Returns the same recipe for another batch size, with the learning rates as they are. */
    public FinetuneRecipe withBatchSize(int newBatchSize) {
        return new FinetuneRecipe(
                epochs,
                newBatchSize,
                warmupEpochs,
                optimizer,
                layerDecay,
                labelSmoothing,
                dropPath,
                headScale,
                emaDecay,
                pooling,
                mix,
                augmentation);
    }

    /** Returns the same recipe with another drop-path rate. */
    public FinetuneRecipe withDropPath(double newDropPath) {
        return new FinetuneRecipe(
                epochs,
                batchSize,
                warmupEpochs,
                optimizer,
                layerDecay,
                labelSmoothing,
                newDropPath,
                headScale,
                emaDecay,
                pooling,
                mix,
                augmentation);
    }

    /**
     * Returns the same recipe with other smoothing.
     *
     * @param newLabelSmoothing share that is spread over all classes
     */
    public FinetuneRecipe withLabelSmoothing(double newLabelSmoothing) {
        return new FinetuneRecipe(
                epochs,
                batchSize,
                warmupEpochs,
                optimizer,
                layerDecay,
                newLabelSmoothing,
                dropPath,
                headScale,
                emaDecay,
                pooling,
                mix,
                augmentation);
    }

    /** Returns the same recipe with averaged weights beside the trained ones; 0 for none. */
    public FinetuneRecipe withEmaDecay(double newEmaDecay) {
        return new FinetuneRecipe(
                epochs,
                batchSize,
                warmupEpochs,
                optimizer,
                layerDecay,
                labelSmoothing,
                dropPath,
                headScale,
                newEmaDecay,
                pooling,
                mix,
                augmentation);
    }

    /** Returns the same recipe with another pooling. */
    public FinetuneRecipe withPooling(Pooling newPooling) {
        return new FinetuneRecipe(
                epochs,
                batchSize,
                warmupEpochs,
                optimizer,
                layerDecay,
                labelSmoothing,
                dropPath,
                headScale,
                emaDecay,
                newPooling,
                mix,
                augmentation);
    }

    /** Returns the same recipe with another augmentation and mixing. */
    public FinetuneRecipe withAugmentation(FinetuneAugmentation newAugmentation, MixRecipe newMix) {
        return new FinetuneRecipe(
                epochs,
                batchSize,
                warmupEpochs,
                optimizer,
                layerDecay,
                labelSmoothing,
                dropPath,
                headScale,
                emaDecay,
                pooling,
                newMix,
                newAugmentation);
    }

    /** Returns the learning rate of the last layer by step; other layers have {@link #layerDecay(int)} times it. */
    public Schedule learningRateSchedule(int stepsPerEpoch) {
        return optimizer.learningRateSchedule((long) epochs * stepsPerEpoch, (long) warmupEpochs * stepsPerEpoch);
    }

    /** Returns the factors on the learning rates of a network's layers. */
    public LayerDecay layerDecay(int depth) {
        return new LayerDecay(layerDecay, depth);
    }
}
