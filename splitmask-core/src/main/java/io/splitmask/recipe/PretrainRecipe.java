package io.splitmask.recipe;

import io.splitmask.config.Problems;
import io.splitmask.optim.GradientClipping;
import io.splitmask.optim.Schedule;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How a network is pre-trained, whatever the method.
 *
 * @param batchSize B
 * @param updates number of optimizer steps
 * @param warmupShare share of the updates in which the learning rate rises
 * @param optimizer settings of AdamW
 * @param clipping limit on the gradients
 * @param dropPath drop-path rate of the last block
 * @param views what is made of an image, in order: one view, or several for methods that compare views
 */
public record PretrainRecipe(
        int batchSize,
        long updates,
        double warmupShare,
        AdamwRecipe optimizer,
        GradientClipping clipping,
        double dropPath,
        List<ViewRecipe> views) {
    /** Batch size of the paper: {@value}. */
    public static final int PAPER_BATCH_SIZE = 2048;
    /** Learning rate at the paper's batch size: {@value}. */
    public static final double PAPER_LEARNING_RATE = 1.5e-3;
    /** Epochs on ImageNet in the paper: {@value}. */
    public static final int PAPER_IMAGENET_EPOCHS = 300;
    /** Training images of ImageNet-1k: {@value}. */
    public static final int IMAGENET_IMAGES = 1_281_167;
    /** Epochs of the paper at most on sets of labelled images, since longer runs bring nothing more: {@value}. */
    public static final int PAPER_MAX_EPOCHS = 5000;
    /** Updates of 300 ImageNet epochs of whole batches: {@value}. */
    public static final long PAPER_UPDATES = (long) PAPER_IMAGENET_EPOCHS * (IMAGENET_IMAGES / PAPER_BATCH_SIZE);

    /** SplitMask on a large data set. */
    public static final PretrainRecipe SPLITMASK = new PretrainRecipe(
            PAPER_BATCH_SIZE,
            PAPER_UPDATES,
            10.0 / PAPER_IMAGENET_EPOCHS,
            AdamwRecipe.of(PAPER_LEARNING_RATE, 1e-5, 0.05),
            GradientClipping.together(3),
            0.1,
            List.of(ViewRecipe.of(PretrainAugmentation.CROP_AND_FLIP)));
    /** BEiT: the same with its own augmentation. */
    public static final PretrainRecipe BEIT = SPLITMASK.withViews(ViewRecipe.of(PretrainAugmentation.BEIT));

    private static final int DINO_BATCH_SIZE = 512;
    private static final int DINO_EPOCHS = 100;
    /** DINO of 100 epochs on ImageNet: two global crops and eight local ones (recipes, section 2.4). */
    public static final PretrainRecipe DINO = new PretrainRecipe(
            DINO_BATCH_SIZE,
            (long) DINO_EPOCHS * (IMAGENET_IMAGES / DINO_BATCH_SIZE),
            10.0 / DINO_EPOCHS,
            AdamwRecipe.of(5e-4 * DINO_BATCH_SIZE / 256, 1e-6, 0.04).withWeightDecay(0.04, 0.4),
            GradientClipping.each(3),
            0.1,
            List.of(
                    ViewRecipe.of(PretrainAugmentation.DINO_GLOBAL_1),
                    ViewRecipe.of(PretrainAugmentation.DINO_GLOBAL_2),
                    new ViewRecipe(8, 96.0 / 224, PretrainAugmentation.DINO_LOCAL)));

    private static final int MOCO_BATCH_SIZE = 4096;
    private static final int MOCO_EPOCHS = 300;
    /** MoCo v3 of 300 epochs on ImageNet: two views (recipes, section 2.5). */
    public static final PretrainRecipe MOCO_V3 = new PretrainRecipe(
            MOCO_BATCH_SIZE,
            (long) MOCO_EPOCHS * (IMAGENET_IMAGES / MOCO_BATCH_SIZE),
            40.0 / MOCO_EPOCHS,
            AdamwRecipe.of(1.5e-4 * MOCO_BATCH_SIZE / 256, 0, 0.1).withCurve(RateCurve.PER_FRACTIONAL_EPOCH),
            GradientClipping.NONE,
            0,
            List.of(
                    ViewRecipe.of(PretrainAugmentation.BYOL_BLURRED),
                    ViewRecipe.of(PretrainAugmentation.BYOL_SOLARISED)));

    private static final int MAE_BATCH_SIZE = 4096;
    private static final int MAE_EPOCHS = 800;
    /** MAE of 800 epochs on ImageNet: crops and flips alone (recipes, section 2.6). */
    public static final PretrainRecipe MAE = new PretrainRecipe(
            MAE_BATCH_SIZE,
            (long) MAE_EPOCHS * (IMAGENET_IMAGES / MAE_BATCH_SIZE),
            40.0 / MAE_EPOCHS,
            new AdamwRecipe(
                    1.5e-4 * MAE_BATCH_SIZE / 256, 0, 0.05, 0.05, 0.9, 0.95, 1e-8, RateCurve.PER_FRACTIONAL_EPOCH),
            GradientClipping.NONE,
            0,
            List.of(ViewRecipe.of(PretrainAugmentation.CROP_AND_FLIP.withMinCropArea(0.2))));

    private static final int DEIT_BATCH_SIZE = 1024;
    private static final int DEIT_EPOCHS = 300;
    /**
     * DeiT of 300 epochs on ImageNet (recipes, section 2.7), but for two points: the learning rate moves with every step,
     * not with every epoch, from 0 on and along a cosine that starts after the warm-up; and images are cropped and flipped,
     * without RandAugment, erasing and repetitions.
     */
    public static final PretrainRecipe DEIT = new PretrainRecipe(
            DEIT_BATCH_SIZE,
            (long) DEIT_EPOCHS * (IMAGENET_IMAGES / DEIT_BATCH_SIZE),
            5.0 / DEIT_EPOCHS,
            AdamwRecipe.of(5e-4 * DEIT_BATCH_SIZE / 512, 1e-5, 0.05),
            GradientClipping.NONE,
            0.1,
            List.of(ViewRecipe.of(PretrainAugmentation.CROP_AND_FLIP)));

    /** Checks the numbers and copies the list. */
    public PretrainRecipe {
        views = List.copyOf(views);
        Problems.of("PretrainRecipe")
                .atLeast(1, "batchSize", batchSize)
                .atLeast(1, "updates", updates)
                .share("warmupShare", warmupShare)
                .shareBelowOne("dropPath", dropPath)
                .require(!views.isEmpty(), "expected one or more views, got none")
                .throwIfAny();
    }

    /**
     * Returns the learning rate that corresponds to this recipe's at another batch size, by the linear rule:
     * {@code 1.5e-3 * B / 2048} for the paper's recipe.
     */
    public double learningRateForBatch(int newBatchSize) {
        return optimizer.learningRate() * newBatchSize / batchSize;
    }

    /**
     * Returns the same recipe for another batch size, with the learning rate of {@link #learningRateForBatch}; the
     * smallest learning rate is scaled likewise. The number of updates stays.
     */
    public PretrainRecipe scaledToBatch(int newBatchSize) {
        Problems.of("PretrainRecipe").atLeast(1, "batchSize", newBatchSize).throwIfAny();
        AdamwRecipe scaled = optimizer.withLearningRateScaled((double) newBatchSize / batchSize);
        return new PretrainRecipe(newBatchSize, updates, warmupShare, scaled, clipping, dropPath, views);
    }

    /** Returns the same recipe with another number of updates. */
    public PretrainRecipe withUpdates(long newUpdates) {
        return new PretrainRecipe(batchSize, newUpdates, warmupShare, optimizer, clipping, dropPath, views);
    }

    /**
     * Returns the same recipe with as many updates as some epochs have whole batches.
     *
     * @param epochs E
     * @param numImages images in the data set, at least a batch
     */
    public PretrainRecipe withEpochs(int epochs, int numImages) {
        Problems.of("PretrainRecipe")
                .atLeast(1, "epochs", epochs)
                .require(
                        numImages >= batchSize,
                        "expected at least one batch of " + batchSize + " images, got " + numImages
                                + " images; use a smaller batch")
                .throwIfAny();
        return withUpdates((long) epochs * (numImages / batchSize));
    }

    /** Returns the same recipe with another share of the updates in which the learning rate rises. */
    public PretrainRecipe withWarmupShare(double newWarmupShare) {
        return new PretrainRecipe(batchSize, updates, newWarmupShare, optimizer, clipping, dropPath, views);
    }

    /** Returns the same recipe with other settings of AdamW. */
    public PretrainRecipe withOptimizer(AdamwRecipe newOptimizer) {
        return new PretrainRecipe(batchSize, updates, warmupShare, newOptimizer, clipping, dropPath, views);
    }

    /** Returns the same recipe with another drop-path rate. */
    public PretrainRecipe withDropPath(double newDropPath) {
        return new PretrainRecipe(batchSize, updates, warmupShare, optimizer, clipping, newDropPath, views);
    }

    /** Returns the same recipe with other views. */
    public PretrainRecipe withViews(ViewRecipe... newViews) {
        return new PretrainRecipe(batchSize, updates, warmupShare, optimizer, clipping, dropPath, List.of(newViews));
    }

    /** Returns the same recipe with crops of at least this share of an image; local views keep theirs. */
    public PretrainRecipe withMinCropArea(double newMinCropArea) {
        return withAugmentations(augmentation -> augmentation.withMinCropArea(newMinCropArea));
    }

    /**
     * Returns the same recipe with other augmentations; local views keep theirs.
     *
     * @param change from old to new
     */
    public PretrainRecipe withAugmentations(UnaryOperator<PretrainAugmentation> change) {
        return withViews(views.stream()
                .map(view -> view.sizeShare() < 1
                        ? view
                        : new ViewRecipe(view.count(), view.sizeShare(), change.apply(view.augmentation())))
                .toArray(ViewRecipe[]::new));
    }

    /** Returns how many views are made of an image. */
    public int numViews() {
        return views.stream().mapToInt(ViewRecipe::count).sum();
    }

    /**
     * Returns the number of epochs that show as many images as 300 epochs of ImageNet, rounded: with the paper's one
     * batch size for all data sets its rule of constant updates (section 5.1, Table 3; recipes, section 2.8), before it
     * limits small data sets.
     *
     * @param numImages images in the data set
     */
    public static int epochsOfConstantUpdates(int numImages) {
        Problems.of("PretrainRecipe").atLeast(1, "numImages", numImages).throwIfAny();
        return Math.toIntExact(Math.round((double) PAPER_IMAGENET_EPOCHS * IMAGENET_IMAGES / numImages));
    }

    /**
     * Returns the same recipe with the length that the rule of constant updates gives for a data set.
     *
     * @param numImages images in the data set, at least a batch
     * @param maxEpochs where the rule stops: {@link #PAPER_MAX_EPOCHS} on sets of labelled images; the paper has no such
     *     limit on ADE20k and COCO
     */
    public PretrainRecipe likeImagenet300(int numImages, int maxEpochs) {
        Problems.of("PretrainRecipe").atLeast(1, "maxEpochs", maxEpochs).throwIfAny();
        return withEpochs(Math.min(maxEpochs, epochsOfConstantUpdates(numImages)), numImages);
    }

    /** Returns the number of updates in which the learning rate rises, rounded. */
    public long warmupUpdates() {
        return Math.round(warmupShare * updates);
    }

    /** Returns the learning rate by step: linear from 0, then a cosine. */
    public Schedule learningRateSchedule() {
        return optimizer.learningRateSchedule(updates, warmupUpdates());
    }

    /** Returns the weight decay by step. */
    public Schedule weightDecaySchedule() {
        return optimizer.weightDecaySchedule(updates);
    }
}
