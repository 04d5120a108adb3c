package io.splitmask.io.pytorch;

import io.splitmask.io.WeightsException;
import java.nio.file.Path;

/** A file that is not a valid PyTorch checkpoint, or weights that are not where they were asked for. */
public final class PytorchException extends WeightsException {
    /**
     * Reports a problem.
     *
     * @param file the file
     * @param problem what is wrong, and where in the file
     */
    public PytorchException(Path file, String problem) {
        super(file, problem);
    }

    /**
     * Reports a problem of one tensor.
     *
     * @param file the file
     * @param tensor the tensor's name
     * @param problem what is wrong
     */
    public PytorchException(Path file, String tensor, String problem) {
        super(file, tensor, problem);
    }
}
