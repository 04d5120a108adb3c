package io.splitmask.io;

import io.splitmask.io.internal.PositionedFile;
import io.splitmask.io.pytorch.PytorchCheckpoint;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens files of weights by what is in them, whatever they are called: safetensors, or PyTorch's zip format. */
public final class WeightsFiles {
    private WeightsFiles() {}

    /**
     * Opens a file; of a PyTorch checkpoint, the dict that {@link PytorchCheckpoint#weights()} chooses.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws WeightsException if it is of neither format, or not valid
     * @throws IOException if it cannot be read
     */
    public static WeightsFile open(Path path) throws IOException {
        return isSafetensors(path) ? SafetensorsFile.open(path) : pytorch(path, PytorchCheckpoint::weights);
    }

    /**
     * Opens a dict of a PyTorch checkpoint.
     *
     * @param key the place of the dict, as in {@link PytorchCheckpoint#weights(String)}
     * @throws NoSuchFileException if there is no such file
     * @throws WeightsException if it is of neither format, or not valid, or has no such dict, as all of safetensors
     * @throws IOException if it cannot be read
     */
    public static WeightsFile open(Path path, String key) throws IOException {
        if (isSafetensors(path)) {
            throw new WeightsException(
                    path, "a safetensors file has no dicts to choose from, got '" + key + "'; leave the choice out");
        }
        return pytorch(path, checkpoint -> checkpoint.weights(key));
    }

    private static boolean isSafetensors(Path path) throws IOException {
        try (PositionedFile file = PositionedFile.open(path)) {
            return file.size() > SafetensorsFile.LENGTH_BYTES
                    && file.read(SafetensorsFile.LENGTH_BYTES, 1).get() == '{';
        }
    }

    private static WeightsFile pytorch(Path path, Choice choice) throws IOException {
        PytorchCheckpoint checkpoint = PytorchCheckpoint.open(path);
        try {
            return choice.of(checkpoint);
        } catch (IOException | RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    /** Chooses the weights of a checkpoint. */
    private interface Choice {
        WeightsFile of(PytorchCheckpoint checkpoint) throws IOException;
    }
}
