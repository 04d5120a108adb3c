package io.splitmask.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RunLogTest {
    @AfterEach
    void close() {
        RunLog.silence();
    }

    @Test
    void warningsGoToTheFileAndChatterNowhere(@TempDir Path folder) throws Exception {
        var slf4j = LoggerFactory.getLogger("some.library"); // before the file is known, as in libraries
        RunLog.silence();
        slf4j.warn("early");
        Path file = folder.resolve("100%d-log.txt");
        RunLog.writeTo(file);
        slf4j.info("chatter");
        slf4j.warn("careful: {}", 7);
        java.util.logging.Logger.getLogger("other").severe("broken");
        assertThat(Files.readAllLines(file)).hasSize(3).satisfies(lines -> {
            assertThat(lines.get(0)).as("waited for the file").endsWith("early");
            assertThat(lines.get(1)).endsWith("careful: 7");
            assertThat(lines.get(2)).endsWith("broken");
        });
    }

    @Test
    void aResumedRunAppends(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("log.txt"), "first run" + System.lineSeparator());
        RunLog.writeTo(file);
        LoggerFactory.getLogger("x").warn("second run");
        assertThat(Files.readAllLines(file)).hasSize(2).first().isEqualTo("first run");
    }
}
