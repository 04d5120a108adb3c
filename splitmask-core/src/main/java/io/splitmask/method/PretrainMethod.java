package io.splitmask.method;

import io.splitmask.nn.Module;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Tensor;
import java.util.Map;

/** A self-supervised method: networks and the loss of a batch. Its tensors belong to the scope in which it was made. */
public interface PretrainMethod {
    /** Returns the name that users type, such as {@code splitmask}. */
    String name();

    /** Returns everything that is trained; parameter names are stable. */
    Module network();

    /** Returns the network that is kept after pre-training. */
    VisionTransformer backbone();

    /** Gives all networks their initial values, when a run starts from nothing. @param seed of the initial values */
    default void initialise(SplittableSeed seed) {
        WeightInitialisation.BEIT.apply(network(), seed);
    }

    /**
     * Returns what changes during training beside {@link #network}, such as averaged weights and centres, by stable
     * name. Checkpoints hold it, and overwrite it when a run goes on.
     */
    default Map<String, Tensor> state() {
        return Map.of();
    }

    /**
     * Computes the loss of a batch; call it while a tape records.
     *
     * @param images the batch, uploaded view by view
     * @param step its number and seed
     */
    Losses loss(ImageBatch images, Step step);

    /** Runs after each optimizer step, for averaged networks and centres. @param step number of the step, from 0 */
    default void afterStep(long step) {}
}
