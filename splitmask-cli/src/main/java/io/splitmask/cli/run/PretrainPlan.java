package io.splitmask.cli.run;

import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.PretrainRecipe;
import java.util.Map;

/**
 * What a pre-training run does.
 *
 * @param model the network
 * @param method name of how it learns
 * @param settings what differs from the method's settings in the literature, by name
 * @param init file of the weights that the backbone starts from; empty for random ones
 * @param tokenizer file of the visual words; empty for a random projection made for the run
 * @param vocabulary V, visual words of a tokenizer that is made for the run
 * @param recipe batch size, steps, rates and views
 * @param seed from which everything random is derived
 */
public record PretrainPlan(
        VitConfig model,
        String method,
        Map<String, Object> settings,
        String init,
        String tokenizer,
        int vocabulary,
        PretrainRecipe recipe,
        long seed) {}
