package io.splitmask.cli.demo;

import io.splitmask.cli.run.FinetunePlan;
import io.splitmask.cli.run.FinetunePlans;
import io.splitmask.cli.run.PretrainPlan;
import io.splitmask.nn.VitConfig;
import io.splitmask.optim.GradientClipping;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.recipe.PretrainRecipe;
import java.util.Map;

/**
 * What the demonstration does. The numbers were chosen by measuring what fits into ten minutes on two cores and shows a
 * clear gain; the README says what they gave.
 *
 * @param pretrain the run without labels
 * @param finetune the first run with labels; the seeds of the others are counted up from its own
 * @param pretrainedLayerDecay layer decay of the runs that start from pre-trained weights
 * @param seeds how many runs from each start
 */
record DemoPlan(PretrainPlan pretrain, FinetunePlan finetune, double pretrainedLayerDecay, int seeds) {
    private static final int IMAGE = 64;
    private static final int PATCH = 8;
    private static final int VOCABULARY = 1024;
    private static final int PRETRAIN_BATCH = 64;
    private static final int FINETUNE_BATCH = 32;

    /** The whole demonstration. */
    static DemoPlan full(long seed) {
        return of("vit_micro", IMAGE, 700, 12, seed);
    }

    /** A short one that shows that everything works. */
    static DemoPlan quick(long seed) {
        return of("vit_micro", IMAGE, 60, 3, seed);
    }

    /** One that plain Java can compute. */
    static DemoPlan tiny(long seed) {
        VitConfig model = new VitConfig(32, 32, PATCH, 24, 2, 3, 4, 0);
        return of(model, 30, 1, seed);
    }

    /** Returns the plan of one fine-tuning run. @param number of the run, from 0 @param pretrained how it starts */
    FinetunePlan finetuning(int number, boolean pretrained) {
        return FinetunePlan.of(
                finetune.model(),
                FinetunePlans.recipe(
                        finetune.recipe().epochs(),
                        finetune.recipe().batchSize(),
                        finetune.recipe().optimizer(),
                        pretrained ? pretrainedLayerDecay : 1),
                finetune.seed() + number);
    }

    private static DemoPlan of(String model, int image, int updates, int epochs, long seed) {
        return of(VitConfig.named(model, image, PATCH), updates, epochs, seed);
    }

    private static DemoPlan of(VitConfig model, int updates, int epochs, long seed) {
        PretrainRecipe recipe = new PretrainRecipe(
                PRETRAIN_BATCH,
                updates,
                0.1,
                AdamwRecipe.of(1e-3, 1e-5, 0.05),
                GradientClipping.together(3),
                0,
                PretrainRecipe.SPLITMASK.withMinCropArea(0.3).views());
        PretrainPlan pretrain =
                new PretrainPlan(model, "splitmask", Map.of("decoderDepth", 1), "", "", VOCABULARY, recipe, seed);
        FinetunePlan finetune = FinetunePlan.of(
                model, FinetunePlans.recipe(epochs, FINETUNE_BATCH, AdamwRecipe.of(1e-3, 1e-6, 0.05), 1), seed);
        return new DemoPlan(pretrain, finetune, 0.75, 2);
    }
}
