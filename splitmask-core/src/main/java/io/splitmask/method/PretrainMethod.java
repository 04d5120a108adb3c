package io.splitmask.method;

import io.splitmask.nn.Module;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.random.SplittableSeed;

/** A self-supervised method: networks and the loss of a batch. Its tensors belong to the scope in which it was made. */
public interface PretrainMethod {
    /** Returns the name that users type, such as {@code splitmask}. */
    String name();

    /** Returns everything that is trained; parameter names are stable. */
    Module network();

    /** Returns the network that is kept after pre-training. */
    VisionTransformer backbone();

    /**
     * Computes the loss of a batch; call it while a tape records.
     *
     * @param images the batch on the device
     * @param seed of this step, from which masks and other random choices are drawn
     */
    Losses loss(ImageBatch images, SplittableSeed seed);

    /** Runs after each optimizer step, for averaged networks and centres. @param step number of the step, from 0 */
    default void afterStep(long step) {}
}
