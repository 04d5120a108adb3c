package io.splitmask.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFoldersTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-14T15:09:26Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theDefaultNamesTimeAndCommand() throws IOException {
        Path runs = folder.resolve("runs");
        assertThat(RunFolders.createNext(runs, RunFolders.name("demo", CLOCK)))
                .isEqualTo(runs.resolve("20260314-150926-demo"));
        assertThat(RunFolders.createNext(runs, RunFolders.name("demo", CLOCK)))
                .isEqualTo(runs.resolve("20260314-150926-demo-2"))
                .isEmptyDirectory();
    }

    @Test
    void theFolderAskedForIsCreatedWithItsParents() throws IOException {
        Path asked = folder.resolve("a/b");
        assertThat(RunFolders.create(asked, "demo", CLOCK)).isEqualTo(asked).isEmptyDirectory();
        assertThat(RunFolders.create(asked, "demo", CLOCK)).isEqualTo(asked);
    }

    @Test
    void anotherRunIsNotOverwritten() throws IOException {
        Files.createFile(folder.resolve("config.json"));
        assertThatThrownBy(() -> RunFolders.create(folder, "demo", CLOCK))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("is not empty", "--resume");
    }

    @Test
    void aCommandThatFailedBeforeItBeganMayBeRepeated() throws IOException {
        Files.createFile(folder.resolve("log.txt"));
        assertThat(RunFolders.create(folder, "demo", CLOCK)).isEqualTo(folder);
    }

    /** It has no settings yet, so that it cannot be resumed either. */
    @Test
    void aCommandThatWasKilledBeforeItBeganMayBeRepeated() throws IOException {
        Files.createFile(folder.resolve("log.txt"));
        Files.createFile(folder.resolve("log.txt.lck"));
        Files.createFile(folder.resolve(".config.json.0b5e.tmp"));
        assertThat(RunFolders.create(folder, "demo", CLOCK)).isEqualTo(folder);
    }

    @Test
    void aFileIsNotARunFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("x"));
        assertThatThrownBy(() -> RunFolders.create(file, "demo", CLOCK))
                .hasMessage("--out: expected a folder, got the file " + file);
    }

    @Test
    void resumeNeedsAFolderThatExists() {
        assertThatThrownBy(() -> RunFolders.existing(folder.resolve("x")))
                .isInstanceOf(UsageException.class)
                .hasMessage("no such run folder: " + folder.resolve("x"));
    }
}
