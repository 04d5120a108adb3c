package io.splitmask.io;

import io.splitmask.io.internal.OneLine;
import java.io.IOException;
import java.nio.file.Path;

/** A file of weights that is not valid, or a tensor that is not what was asked for. */
public class WeightsException extends IOException {
    /**
     * Reports a problem of the whole file.
     *
     * @param file the file
     * @param problem what is wrong
     */
    public WeightsException(Path file, String problem) {
        super(file.toAbsolutePath() + ": " + problem);
    }

    /**
     * Reports a problem of one tensor.
     *
     * @param file the file
     * @param tensor the tensor's name; shown in one line, and not more of it than tells it apart
     * @param problem what is wrong
     */
    public WeightsException(Path file, String tensor, String problem) {
        super(file.toAbsolutePath() + ": tensor '" + OneLine.of(tensor) + "': " + problem);
    }
}
