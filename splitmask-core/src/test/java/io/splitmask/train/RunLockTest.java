package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    private static final int LOCKED = 10;
    private static final int REFUSED = 11;

    private final RunFolder folder;

    RunLockTest(@TempDir Path folder) {
        this.folder = new RunFolder(folder);
    }

    /** Another process that tries to lock a file; its exit status tells whether it could. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] args) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
                System.exit(channel.tryLock() == null ? REFUSED : LOCKED);
            }
        }
    }

    private int otherProcess() throws Exception {
        return new ProcessBuilder(ChildJvm.command(
                        OtherProcess.class, folder.path().resolve(RunLock.FILE).toString()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** On POSIX systems a refusal that opened and closed the file would have given the lock away. */
    @Test
    void aRefusalInThisProcessLeavesTheLockAgainstOthers() throws Exception {
        try (RunLock lock = RunLock.of(folder)) {
            assertRefused(folder);
            assertThat(otherProcess()).isEqualTo(REFUSED);
        }
        assertThat(otherProcess()).isEqualTo(LOCKED);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows lets only some users make links")
    void anotherNameOfTheFolderIsTheSameFolder() throws IOException {
        Path link = folder.path().resolveSibling(folder.path().getFileName() + "-link");
        Files.createSymbolicLink(link, folder.path());
        try (RunLock lock = RunLock.of(folder)) {
            assertRefused(new RunFolder(link));
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void aFolderIsFreeAgainWhenItsRunHasEnded() throws IOException {
        for (int run = 0; run < 2; run++) {
            RunLock lock = RunLock.of(folder);
            lock.close();
        }
        assertThat(folder.path().resolve(RunLock.FILE)).exists();
    }

    private static void assertRefused(RunFolder folder) {
        assertThatThrownBy(() -> RunLock.of(folder))
                .isInstanceOf(IOException.class)
                .hasMessage(folder.path().toAbsolutePath()
                        + ": a run is going on in this folder; wait for it, or choose another");
    }
}
