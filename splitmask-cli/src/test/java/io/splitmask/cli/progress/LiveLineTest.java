package io.splitmask.cli.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class LiveLineTest {
    private static final String END = System.lineSeparator();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, UTF_8);
    private long now;

    private String text() {
        return bytes.toString(UTF_8);
    }

    @Test
    void theFirstLineIsDueAtOnceAndTheNextAfterTheInterval() {
        LiveLine line = new LiveLine(new Terminal(out, 0), () -> now);
        assertThat(line.isDue()).isTrue();
        line.show("one");
        now += LiveLine.PLAIN_INTERVAL - 1;
        assertThat(line.isDue()).isFalse();
        now++;
        assertThat(line.isDue()).isTrue();
        line.show("two");
        line.close();
        assertThat(text()).isEqualTo("one" + END + "two" + END);
    }

    @Test
    void aNoteReplacesTheLiveLineThatThenStandsBelow() {
        LiveLine line = new LiveLine(new Terminal(out, 80), () -> now);
        line.show("working");
        line.note("saved");
        line.show("more");
        line.close();
        assertThat(text()).isEqualTo("\rworking\r       \rsaved" + END + "\rmore" + END);
    }
}
