package io.splitmask.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.provider.Arguments;

/** Cases of tables of wrong input. In sources and messages, ROOT stands for the folder. */
final class WrongInput {
    private WrongInput() {}

    /** Puts something wrong into a folder. */
    interface Maker {
        void fill(Path root) throws IOException;
    }

    static Arguments wrong(String what, String source, String message, Maker maker) {
        return argumentSet(what, source, message, maker);
    }

    /** Checks what opening a source says: the message, or one line that begins with it if it ends in ": ". */
    static void isSaid(String source, String message, Path root) {
        String typed = source.replace("ROOT", root.toString());
        String expected = message.replace("ROOT", root.toString());
        assertThatThrownBy(() -> DataSets.openLabelled(DataSetSource.of(typed), DataSetOptions.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(expected)
                .satisfies(e -> {
                    assertThat(e.getMessage()).doesNotContain("\n");
                    if (!message.endsWith(": ")) {
                        assertThat(e.getMessage()).isEqualTo(expected);
                    }
                });
    }

    static void replace(Path root, String name, String from, String to) throws IOException {
        Path file = root.resolve(name);
        Files.writeString(file, Files.readString(file).replace(from, to));
    }

    static void cut(Path root, String name, int length) throws IOException {
        Path file = root.resolve(name);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
    }
}
