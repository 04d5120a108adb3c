package io.splitmask.train;

import io.splitmask.data.BatchSources;
import io.splitmask.nn.VitClassifier;
import io.splitmask.weights.PixelStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Trains a classifier on labelled images, from the weights of a backbone or from nothing. The run folder gets
 * {@code metrics.csv}, {@code checkpoints/} and, at the end, the whole classifier as {@code weights.safetensors}; with
 * averaging, that with averaged weights as {@code weights_ema.safetensors} too.
 */
public final class FineTuner {
    private final FineTuningTask task;
    private final TrainingLoop loop;

    private FineTuner(VitClassifier classifier, Optional<Path> backbone, FineTuneSettings settings, RunFolder folder) {
        task = new FineTuningTask(classifier, settings, backbone);
        loop = new TrainingLoop(task, settings.training(), folder);
    }

    /**
     * Creates a trainer that starts from the weights of a backbone; the head starts near 0. The classifier's tensors
     * stay with the scope in which it was made.
     *
     * @param backbone file of weights; see {@link ModelWeights#loadBackbone}
     */
    public static FineTuner from(Path backbone, VitClassifier classifier, FineTuneSettings settings, RunFolder folder) {
        return new FineTuner(classifier, Optional.of(backbone), settings, folder);
    }

    /** Creates a trainer that starts from random weights. */
    public static FineTuner fromScratch(VitClassifier classifier, FineTuneSettings settings, RunFolder folder) {
        return new FineTuner(classifier, Optional.empty(), settings, folder);
    }

    /**
     * Tells how the images are normalised, so that the weights tell it too; see {@link ModelWeights#pixelStatistics}.
     *
     * @return this trainer
     */
    public FineTuner normalised(PixelStatistics pixels) {
        task.normalised(pixels);
        return this;
    }

    /**
     * Returns the classifier with averaged weights, if the settings want one; evaluate it like the trained one. Its
     * tensors belong to the scope in which this trainer was made.
     */
    public Optional<VitClassifier> averaged() {
        return task.averaged();
    }

    /**
     * Starts a new run.
     *
     * @return completed, or interrupted if a stop was requested
     * @throws java.nio.file.FileAlreadyExistsException if the folder has checkpoints of another run
     * @throws io.splitmask.io.WeightsException if the weights are not those of this backbone
     * @throws TrainingStoppedException if the loss or the gradient norm is not finite
     */
    public TrainingResult start(BatchSources data, TrainListener listener, StopRequest stop) throws IOException {
        return loop.start(data, listener, stop);
    }

    /**
     * Goes on from the newest checkpoint as if the run had never stopped, or starts if there is none.
     *
     * @throws IOException if settings, network or precision differ from those of the checkpoint
     * @throws TrainingStoppedException if the loss or the gradient norm is not finite
     */
    public TrainingResult resume(BatchSources data, TrainListener listener, StopRequest stop) throws IOException {
        return loop.resume(data, listener, stop);
    }
}
