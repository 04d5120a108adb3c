package io.splitmask.method;

import io.splitmask.nn.Module;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.optim.WeightDecayRule;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Tensor;
import java.util.Map;

/** A self-supervised method: networks and the loss of a batch. Its tensors belong to the scope in which it was made. */
public interface PretrainMethod {
    /** For {@link #frozenSteps}: the parameter stays as it is in the whole run. */
    long NEVER_TRAINED = Long.MAX_VALUE;

    /** Returns the name that users type, such as {@code splitmask}. */
    String name();

    /**
     * Returns the settings that decide what a step computes, by name: a run goes on from a checkpoint only if they are
     * the same. Values are what JSON can hold, and records of it.
     */
    Map<String, Object> settings();

    /** Returns everything that is trained; parameter names are stable. */
    Module network();

    /** Returns the Vision Transformer in {@link #network}. */
    VisionTransformer backbone();

    /** Returns the Vision Transformer that is kept after pre-training, where it is not the trained one but an average. */
    default VisionTransformer keptBackbone() {
        return backbone();
    }

    /**
     * Returns what the head of a classifier sees of this backbone unless a user says otherwise: the class token, or the
     * mean of the patches after methods whose losses are of patches.
     *
     * @see "recipes, section 8.3, 39"
     */
    default Pooling finetunePooling() {
        return Pooling.CLASS_TOKEN;
    }

    /**
     * Gives {@link #network} its initial values, when a run starts.
     *
     * @param seed of the initial values
     */
    default void initialise(SplittableSeed seed) {
        WeightInitialisation.BEIT.apply(network(), seed);
    }

    /** Runs once all initial values are there, drawn or read from a file, so that averaged networks start equal. */
    default void afterInitialise() {}

    /** Returns which parameters are subject to weight decay. */
    default WeightDecayRule weightDecayRule() {
        return WeightDecayRule.VISION_TRANSFORMER;
    }

    /**
     * Returns how many of the first steps leave a parameter as it is, without decay and moments: 0 for one that is
     * trained from the start, {@link #NEVER_TRAINED} for one that never is.
     *
     * @param parameter its name in {@link #network}
     */
    default long frozenSteps(String parameter) {
        return 0;
    }

    /**
     * Returns what changes during training beside {@link #network}, such as averaged weights and centres, by stable
     * name. Checkpoints hold it, and overwrite it when a run goes on.
     */
    default Map<String, Tensor> state() {
        return Map.of();
    }

    /**
     * Computes the loss of a batch; call it once a step, while a tape records. It may move what follows the batches,
     * such as running statistics and centres.
     *
     * @param images the batch, uploaded view by view
     * @param step its number and seed
     */
    Losses loss(ImageBatch images, Step step);

    /**
     * Runs after each optimizer step, for averaged networks and centres.
     *
     * @param step number of the step, from 0
     */
    default void afterStep(long step) {}
}
