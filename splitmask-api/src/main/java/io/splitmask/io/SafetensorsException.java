package io.splitmask.io;

import java.nio.file.Path;

/** A file that is not valid safetensors, or a tensor that is not what was asked for. */
public final class SafetensorsException extends WeightsException {
    /**
     * Reports a problem of the whole file.
     *
     * @param file the file
     * @param problem what is wrong
     */
    public SafetensorsException(Path file, String problem) {
        super(file, problem);
    }

    /**
     * Reports a problem of one tensor.
     *
     * @param file the file
     * @param tensor the tensor's name
     * @param problem what is wrong
     */
    public SafetensorsException(Path file, String tensor, String problem) {
        super(file, tensor, problem);
    }
}
