package io.splitmask.train;

import io.splitmask.data.Batch;
import io.splitmask.method.Losses;
import io.splitmask.method.Step;
import io.splitmask.nn.Module;
import io.splitmask.nn.VitConfig;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What differs between pre-training and fine-tuning. */
interface TrainingTask {
    /** Returns the name, which a resumed run must share. */
    String name();

    /** Returns settings beyond {@link TrainingSettings}, which a resumed run must share. */
    Map<String, Object> settings();

    /** Returns the sizes of the backbone, which a resumed run must share: heads and grids do not show in tensors. */
    VitConfig model();

    /** Returns everything that is trained. */
    Module network();

    /** Returns what else changes during training. */
    Map<String, Tensor> state();

    /** Returns the parameters by their rates; every parameter stands in one group, unless it is never trained. */
    List<ParameterGroup> parameterGroups();

    /**
     * Gives the networks their initial values.
     *
     * @param listener hears of weights taken over from a file
     */
    void initialise(SplittableSeed seed, TrainListener listener) throws IOException;

    /** Computes the loss of a batch while a tape records. */
    Losses loss(Batch batch, Step step);

    /**
     * Runs after each optimizer step.
     *
     * @param step number of the step, from 0
     */
    void afterStep(long step);

    /** Writes the final weights. */
    void writeWeights(RunFolder folder) throws IOException;
}
