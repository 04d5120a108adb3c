package io.splitmask.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void ownWarningsThatFoundNoFileArePrintedOnce() {
        RunLog.silence();
        for (int i = 0; i < 2; i++) {
            LoggerFactory.getLogger("io.splitmask.datasets.ImageFolder").warn("{} images\nleft out", 3);
            LoggerFactory.getLogger("some.library").warn("chatter");
        }
        assertThat(printed()).containsExactly("warning: 3 images?left out");
        assertThat(printed()).as("already printed").isEmpty();
        for (int i = 0; i < 23; i++) {
            LoggerFactory.getLogger("io.splitmask.x").warn("image {}", i);
        }
        assertThat(printed()).hasSize(21).contains("warning: image 19").endsWith("and 3 more warnings");
    }

    private static List<String> printed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RunLog.printWaiting(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aResumedRunAppends(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("log.txt"), "first run" + System.lineSeparator());
        RunLog.writeTo(file);
        LoggerFactory.getLogger("x").warn("second run");
        assertThat(Files.readAllLines(file)).hasSize(2).first().isEqualTo("first run");
    }
}
