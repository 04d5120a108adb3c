package io.splitmask.train;

import io.splitmask.data.Batch;
import io.splitmask.data.BatchSources;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.PretrainMethod;
import io.splitmask.method.Step;
import io.splitmask.nn.Module;
import io.splitmask.nn.VitConfig;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pre-trains a network without labels. The run folder gets {@code metrics.csv}, {@code checkpoints/} and, at the end,
 * the backbone as {@code weights.safetensors}.
 *
 * <pre>{@code
 * try (TensorScope scope = TensorScope.open()) {
 *     PretrainMethod method = ...;
 *     new Pretrainer(method, settings, new RunFolder(path)).start(batches, listener, new StopRequest());
 * }
 * }</pre>
 */
public final class Pretrainer {
    private final TrainingLoop loop;

    /** Creates the trainer. The method's tensors stay with the scope in which it was made. */
    public Pretrainer(PretrainMethod method, TrainingSettings settings, RunFolder folder) {
        this(method, Optional.empty(), settings, folder);
    }

    private Pretrainer(PretrainMethod method, Optional<Path> backbone, TrainingSettings settings, RunFolder folder) {
        loop = new TrainingLoop(new Task(method, backbone, settings.seed()), settings, folder);
    }

    /**
     * Creates a trainer whose backbone starts from given weights, for more pre-training on other images; heads and
     * decoders start at random.
     *
     * @param backbone file of weights, of this library or another; see {@link ModelWeights#loadBackbone}
     */
    public static Pretrainer from(Path backbone, PretrainMethod method, TrainingSettings settings, RunFolder folder) {
        return new Pretrainer(method, Optional.of(backbone), settings, folder);
    }

    /**
     * Starts a new run from initial weights.
     *
     * @return completed, or interrupted if a stop was requested
     * @throws java.nio.file.FileAlreadyExistsException if the folder has checkpoints of another run
     * @throws TrainingStoppedException if the loss or the gradient norm is not finite
     */
    public TrainingResult start(BatchSources data, TrainListener listener, StopRequest stop) throws IOException {
        return loop.start(data, listener, stop);
    }

    /**
     * Goes on from the newest checkpoint as if the run had never stopped, or starts if there is none.
     *
     * @throws IOException if the method, its settings, those of training, the network or the backend's precision differ
     *     from the checkpoint's; one line names each with both values
     * @throws TrainingStoppedException if the loss or the gradient norm is not finite
     */
    public TrainingResult resume(BatchSources data, TrainListener listener, StopRequest stop) throws IOException {
        return loop.resume(data, listener, stop);
    }

    private record Task(PretrainMethod method, Optional<Path> start, long seed) implements TrainingTask {
        @Override
        public String name() {
            return "pretrain " + method.name();
        }

        @Override
        public Map<String, Object> settings() {
            return method.settings();
        }

        @Override
        public VitConfig model() {
            return method.backbone().config();
        }

        @Override
        public Module network() {
            return method.network();
        }

        @Override
        public Map<String, Tensor> state() {
            return method.state();
        }

        @Override
        public List<ParameterGroup> parameterGroups() {
            return ParameterGroups.of(method);
        }

        @Override
        public void initialise(SplittableSeed initial, TrainListener listener) throws IOException {
            method.initialise(initial);
            if (start.isPresent()) {
                try (ModelWeights weights = ModelWeights.open(start.get())) {
                    listener.onWeightsLoaded(weights.loadBackbone(method.backbone()));
                }
            }
            method.afterInitialise();
        }

        @Override
        public Losses loss(Batch batch, Step step) {
            return method.loss(new ImageBatch(network().backend(), batch), step);
        }

        @Override
        public void afterStep(long step) {
            method.afterStep(step);
        }

        @Override
        public void writeWeights(RunFolder folder) throws IOException {
            ModelWeights.writeBackbone(
                    folder.weights(),
                    method.keptBackbone(),
                    method.finetunePooling(),
                    Map.of("method", method.name(), "seed", Long.toString(seed)));
        }
    }
}
