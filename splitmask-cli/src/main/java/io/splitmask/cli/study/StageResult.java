package io.splitmask.cli.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a finished run of a study found: {@value #NAME} in its folder. Its presence says that the run need not be
 * repeated.
 *
 * @param failure why it could not go on, such as a loss that is not finite; empty if it could
 * @param images that it was trained on
 * @param steps optimizer steps
 * @param seconds of training
 * @param accuracies top-1 in percent on the test images: one of a fine-tuning, one for each block of a probe
 */
record StageResult(String failure, int images, long steps, double seconds, List<Double> accuracies) {
    private static final String NAME = "result.json";

    /** Copies the list. */
    StageResult {
        accuracies = List.copyOf(accuracies);
    }

    static Optional<StageResult> read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        return Files.exists(file) ? Optional.of(StudyJson.read(file, StageResult.class)) : Optional.empty();
    }

    void write(Path folder) throws IOException {
        StudyJson.write(folder.resolve(NAME), this);
    }

    boolean failed() {
        return !failure.isEmpty();
    }
}
