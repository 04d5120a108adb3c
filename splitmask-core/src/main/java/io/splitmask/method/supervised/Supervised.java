package io.splitmask.method.supervised;

import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.PretrainMethod;
import io.splitmask.method.Step;
import io.splitmask.nn.Module;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.TimmInitialisation;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import java.util.Map;

/**
 * Supervised pre-training as in DeiT: a classifier on the class token. The head is left behind; the kept backbone has
 * its final norm.
 *
 * @see "recipes, section 2.7; facebookresearch/deit 7e160fe"
 */
public final class Supervised implements PretrainMethod {
    private final SupervisedRecipe recipe;
    private final double dropPathRate;
    private final VitClassifier network;
    private final Classification classification;

    /**
     * Creates the network; weights are zero until initialised or loaded.
     *
     * @param classes number of classes, at least 1
     * @param dropPathRate drop-path rate of the last block, 0 for none
     */
    public Supervised(Backend backend, VitConfig config, SupervisedRecipe recipe, int classes, double dropPathRate) {
        this.recipe = recipe;
        this.dropPathRate = dropPathRate;
        network = new VitClassifier(backend, config, Pooling.CLASS_TOKEN, classes);
        classification = new Classification(
                network, new Classification.Settings(recipe.labelSmoothing(), dropPathRate, recipe.mix()), name());
    }

    @Override
    public String name() {
        return "supervised";
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("method", recipe, "dropPath", dropPathRate);
    }

    @Override
    public Module network() {
        return network;
    }

    @Override
    public VisionTransformer backbone() {
        return network.backbone();
    }

    @Override
    public void initialise(SplittableSeed seed) {
        new TimmInitialisation(backbone().config().patchSize()).apply(network, seed);
    }

    @Override
    public Losses loss(ImageBatch images, Step step) {
        return classification.loss(images, step);
    }
}
