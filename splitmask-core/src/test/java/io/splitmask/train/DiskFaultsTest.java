package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.io.SafetensorsWriter;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Disks that refuse, and processes that die while they write. */
class DiskFaultsTest {
    private static final int DIED = 9;

    private final Path folder;
    private final Path unbrokenFolder;

    DiskFaultsTest(@TempDir Path folder, @TempDir Path unbrokenFolder) {
        this.folder = folder;
        this.unbrokenFolder = unbrokenFolder;
    }

    /** Starts a run and prints why it ended. */
    static final class RunMain {
        private RunMain() {}

        public static void main(String[] args) {
            try {
                TrainingResult result = TinyRun.in(Path.of(args[0])).start(TrainListener.NONE);
                System.out.println(result);
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    /** Dies between the two tensors of a file. */
    static final class DyingWriter {
        private DyingWriter() {}

        public static void main(String[] args) throws IOException {
            new SafetensorsWriter()
                    .checksum()
                    .addFloats("a", Shape.of(100_000), () -> new float[100_000])
                    .addFloats("b", Shape.of(1), () -> {
                        Runtime.getRuntime().halt(DIED);
                        return new float[1];
                    })
                    .write(Path.of(args[0]));
        }
    }

    /** The system refuses to write more than 8 KiB to a file, which is less than a checkpoint, as a full disk would. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "files are limited by a command of POSIX shells")
    void aRunOnAFullDiskNamesTheFileAndGoesOnWhenThereIsRoom() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 16; exec \"$@\"", "sh"));
        command.addAll(ChildJvm.command(RunMain.class, folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = process.inputReader().lines().toList();
        assertThat(process.waitFor()).isZero();
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith(folder.resolve("checkpoints/step-00000003.safetensors") + ": cannot be written: ")
                .endsWith("; what was there before is untouched");
        assertThat(folder.resolve("checkpoints")).isEmptyDirectory();
        assertEndsLikeUnbroken();
    }

    @Test
    void aProcessThatDiesWhileItWritesACheckpointLeavesTheOneBefore() throws Exception {
        assertThatThrownBy(() -> TinyRun.in(folder).start(failingAt(5))).hasMessage("stopped");
        Path half = folder.resolve("checkpoints/step-00000006.safetensors");
        assertThat(new ProcessBuilder(ChildJvm.command(DyingWriter.class, half.toString()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isEqualTo(DIED);
        assertThat(half).doesNotExist();
        try (Stream<Path> files = Files.list(half.getParent())) {
            assertThat(files).anyMatch(file -> file.toString().endsWith(".tmp"));
        }
        assertEndsLikeUnbroken();
    }

    private static TrainListener failingAt(long step) {
        return new TrainListener() {
            @Override
            public void onStep(StepReport report) {
                if (report.step() == step) {
                    throw new IllegalStateException("stopped");
                }
            }
        };
    }

    private void assertEndsLikeUnbroken() throws IOException {
        TinyRun unbroken = TinyRun.in(unbrokenFolder);
        assertThat(unbroken.start(TrainListener.NONE).completed()).isTrue();
        TinyRun run = TinyRun.in(folder);
        assertThat(run.resume(TrainListener.NONE).completed()).isTrue();
        assertThat(run.files()).isEqualTo(unbroken.files());
    }

    /** Windows does not remove files that are open. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "open files stay")
    void aFolderThatVanishesIsMadeAgainWithTheNextCheckpoint() throws IOException {
        TrainingResult result = TinyRun.in(folder).start(new TrainListener() {
            @Override
            public void onStep(StepReport report) {
                if (report.step() == 4) {
                    delete(folder);
                }
            }
        });
        assertThat(result.completed()).isTrue();
        RunFolder run = new RunFolder(folder);
        assertThat(run.weights()).exists();
        assertThat(new CheckpointStore(run.checkpoints(), 2)
                        .latest()
                        .orElseThrow()
                        .facts()
                        .step())
                .isEqualTo(TinyRun.STEPS);
    }

    private static void delete(Path tree) {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
