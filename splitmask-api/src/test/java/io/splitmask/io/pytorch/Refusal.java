package io.splitmask.io.pytorch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.io.WeightsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.provider.Arguments;

/** What a broken checkpoint must come to: one line that names the file and says what is wrong, and where. */
final class Refusal {
    private Refusal() {}

    /** Makes a row of a table: its name, the bytes of a file, and the message without the file's name. */
    static Arguments row(String name, byte[] file, String problem) {
        return argumentSet(name, file, problem);
    }

    /** Checks that opening the file, choosing the weights or reading one of them fails with this message. */
    static void check(Path folder, byte[] bytes, String problem) throws IOException {
        Path path = Files.write(folder.resolve("broken.pth"), bytes).toAbsolutePath();
        assertThatThrownBy(() -> readAll(path))
                .isInstanceOf(PytorchException.class)
                .hasMessage(path + ": " + problem)
                .message()
                .doesNotContain("\n", "\r");
    }

    /** Opens a checkpoint, chooses the weights and reads all of them. */
    static void readAll(Path path) throws IOException {
        try (PytorchCheckpoint checkpoint = PytorchCheckpoint.open(path)) {
            readAll(checkpoint);
        }
    }

    /** Chooses the weights and reads all of them. */
    static void readAll(PytorchCheckpoint checkpoint) throws IOException {
        WeightsFile weights = checkpoint.weights();
        for (String name : weights.names()) {
            weights.read(name);
        }
    }
}
