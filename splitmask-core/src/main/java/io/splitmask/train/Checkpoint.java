package io.splitmask.train;

import io.splitmask.io.SafetensorsFile;
import io.splitmask.io.WeightsException;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A checkpoint on disk: the state of a run after a number of steps.
 *
 * @param file the safetensors file
 * @param facts what it says about itself
 */
public record Checkpoint(Path file, Facts facts) {
    /** What the metadata's {@code format} says: {@value}. */
    static final String FORMAT = "splitmask-checkpoint";
    /** Version of names and metadata: {@value}. */
    static final int FORMAT_VERSION = 1;

    private static final String STEP = "step";
    private static final String SEED = "seed";
    private static final String OPTIMIZER_STEPS = "optimizer_steps";
    private static final String DATA_POSITION = "data_position";
    private static final String SETTINGS = "settings";

    /**
     * What a checkpoint says beside its tensors.
     *
     * @param step steps done
     * @param seed of the run
     * @param optimizerSteps steps that the optimizer counts
     * @param dataPosition batches taken, over all epochs
     * @param settings what a run that goes on from here must share, as JSON
     */
    public record Facts(long step, long seed, long optimizerSteps, long dataPosition, String settings) {
        Map<String, String> toMetadata() {
            Map<String, String> metadata = new LinkedHashMap<>();
            FileFormat.put(metadata, FORMAT, FORMAT_VERSION);
            metadata.put(STEP, Long.toString(step));
            metadata.put(SEED, Long.toString(seed));
            metadata.put(OPTIMIZER_STEPS, Long.toString(optimizerSteps));
            metadata.put(DATA_POSITION, Long.toString(dataPosition));
            metadata.put(SETTINGS, settings);
            return metadata;
        }
    }

    /**
     * Reads what a file says about itself and checks that it is as it was written.
     *
     * @throws WeightsException if it is damaged or not a checkpoint
     * @throws IOException if it cannot be read
     */
    static Checkpoint open(Path path) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Map<String, String> metadata = file.metadata();
            file.verify();
            FileFormat.check(path, metadata, FORMAT, FORMAT_VERSION);
            Facts facts = new Facts(
                    count(path, metadata, STEP),
                    number(path, metadata, SEED),
                    count(path, metadata, OPTIMIZER_STEPS),
                    count(path, metadata, DATA_POSITION),
                    metadata.getOrDefault(SETTINGS, "{}"));
            return new Checkpoint(path, facts);
        }
    }

    private static long count(Path path, Map<String, String> metadata, String key) throws WeightsException {
        long count = number(path, metadata, key);
        if (count < 0) {
            throw new WeightsException(path, "expected '" + key + "' from 0 in the metadata, got " + count);
        }
        return count;
    }

    private static long number(Path path, Map<String, String> metadata, String key) throws WeightsException {
        String value = metadata.get(key);
        try {
            return Long.parseLong(Objects.requireNonNullElse(value, "nothing"));
        } catch (NumberFormatException e) {
            throw new WeightsException(path, "expected a whole number as '" + key + "' in the metadata, got " + value);
        }
    }

    /**
     * Overwrites tensors with those of the file.
     *
     * @param state all tensors of a run, by name
     * @throws WeightsException if names or shapes differ; nothing is overwritten then
     */
    void restore(Map<String, Tensor> state) throws IOException {
        try (SafetensorsFile stored = SafetensorsFile.open(file)) {
            Map<String, Shape> expected = new LinkedHashMap<>();
            state.forEach((name, tensor) -> expected.put(name, tensor.shape()));
            new TensorMismatch(expected, TensorMismatch.shapes(stored)).requireNone(file);
            for (Map.Entry<String, Tensor> entry : state.entrySet()) {
                TensorValues.assign(entry.getValue(), stored.floats(entry.getKey()));
            }
        }
    }
}
