package io.splitmask.train.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.train.RunFolder;
import io.splitmask.train.StepReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardListenerTest {
    /** What the writer of TensorBoard 2.21 for Python makes of these events. */
    private static final String STORED =
            "1800000000000000a37f4b22090000000000448f401a0d627261696e2e4576656e743a32aba33345"
                    + "100000000000000095fbfe18090000000000448f4010ad023a02080141e2061e"
                    + "6500000000000000ebd05a69090000000000448f4010ad022a57"
                    + "0a0b0a046c6f737315000020400a0e0a07696e7061696e74150000a03f0a140a0d6c6561726e696e675f72617465156f12833a"
                    + "0a140a0d6772616469656e745f6e6f726d15000040400a0c0a0565706f6368150000c03f18532ddc";

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_000_500), ZoneOffset.UTC);

    private final Path folder;

    TensorBoardListenerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void writesTheBytesThatTensorBoardWrites() throws IOException {
        try (TensorBoardListener events = new TensorBoardListener(new RunFolder(folder), CLOCK)) {
            events.onStart(300, 400);
            events.onStep(step(301));
            assertThat(files()).as("readable while the run goes on").hasSize(1);
            assertThat(HexFormat.of().formatHex(Files.readAllBytes(files().get(0))))
                    .isEqualTo(STORED);
        }
        assertThat(files()).singleElement().asString().contains("tfevents.0000001000");
    }

    @Test
    void aRunThatGoesOnKeepsWhatWasThere() throws IOException {
        for (int start = 0; start < 3; start++) {
            try (TensorBoardListener events = new TensorBoardListener(new RunFolder(folder), CLOCK)) {
                events.onStart(start, 3);
                events.onStep(step(start + 1));
            }
        }
        assertThat(files()).hasSize(3).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    }

    @Test
    void aVanishedFolderIsNamed() {
        Path gone = folder.resolve("gone");
        TensorBoardListener events = new TensorBoardListener(new RunFolder(gone), CLOCK);
        assertThatThrownBy(() -> events.onStart(0, 3))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith(gone + ": cannot write events for TensorBoard: ");
    }

    private static StepReport step(long step) {
        Map<String, Float> terms = new LinkedHashMap<>();
        terms.put("inpaint", 1.25f);
        return new StepReport(step, 1.5, 2.5f, terms, 0.001, 3, 64, 0);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
