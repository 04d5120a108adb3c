package io.splitmask.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of all commands says what their help says. */
class CommandReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "cli.md");

    @Test
    void thePageIsUpToDate() throws IOException {
        Injector injector = Guice.createInjector(new CliModule());
        String expected = CommandReference.of(CommandLines.create(injector), injector);
        if (System.getProperty("splitmask.docs.write") != null) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/cli.md; to write it anew run this test with -Dsplitmask.docs.write")
                .isEqualTo(expected);
    }
}
