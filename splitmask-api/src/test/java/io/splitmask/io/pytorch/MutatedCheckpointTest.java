package io.splitmask.io.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.splitmask.io.WeightsException;
import io.splitmask.io.internal.PositionedFile;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files changed at random: whatever comes of them, it is weights or a message of one line, soon and in little memory. The
 * same changes are made in every run.
 */
@Timeout(600)
final class MutatedCheckpointTest {
    private static final int[] TELLING = {0, 1, 2, 0x7f, 0x80, 0x88, 0xff, '(', '.', 'R', 'Q', 'b', 'h', 't', 'u', '}'};

    /** A file of 13 kB and what is read of it, with a margin. */
    private static final long MOST_BYTES = 4 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Path folder;
    private int read;
    private int refused;

    MutatedCheckpointTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Loads the classes, which the first file would else be charged for. */
    @BeforeEach
    void readAGoodAndABrokenFile() throws IOException {
        Refusal.readAll(Files.write(folder.resolve("good.pth"), resource("types.pth")));
        Refusal.check(
                folder,
                ZipBuilder.checkpoint(new byte[1]).bytes(),
                "data.pkl, byte 0: expected an instruction of a pickle, got byte 0x00");
    }

    @Test
    void changedArchivesAreReadOrRefused() throws IOException {
        byte[] original = resource("run.pth");
        for (int i = 0; i < 5_000; i++) {
            byte[] changed = mutated(original, SplittableSeed.of(1).child(i).stream());
            // A new file each time: some file systems force one to disk that is written again.
            Path path = Files.write(folder.resolve("changed" + i), changed);
            check(i, path, () -> Refusal.readAll(path));
            Files.delete(path);
        }
        assertThat(read).isGreaterThan(300);
        assertThat(refused).isGreaterThan(2_000);
    }

    @Test
    void changedPicklesInAGoodArchiveAreReadOrRefused() throws IOException {
        byte[] built = PickleBuilder.dict()
                .text("model")
                .code("}(")
                .text("w")
                .tensor()
                .text("turned")
                .tensor(0, new long[] {3, 2}, 1, 3)
                .code("u")
                .text("epoch")
                .integer(3)
                .endDict();
        try (PositionedFile file = PositionedFile.open(folder.resolve("good.pth"))) {
            TorchArchive archive = TorchArchive.read(file);
            byte[] stored = archive.pickle();
            for (int i = 0; i < 15_000; i++) {
                RandomStream random = SplittableSeed.of(2).child(i).stream();
                byte[] changed = mutated(i % 2 == 0 ? built : stored, random);
                check(i, file.path(), () -> Refusal.readAll(PytorchCheckpoint.of(file, archive, changed)));
            }
        }
        assertThat(read).isGreaterThan(300);
        assertThat(refused).isGreaterThan(5_000);
    }

    private void check(int number, Path path, Reading reading) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            reading.run();
            read++;
        } catch (WeightsException e) {
            refused++;
            assertThat(e.getMessage())
                    .as("file %d", number)
                    .startsWith(path.toAbsolutePath() + ": ")
                    .hasSizeLessThan(2_000)
                    .doesNotContain("\n", "\r");
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError("file " + number, e);
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated for file %d", number)
                .isLessThan(MOST_BYTES);
    }

    private interface Reading {
        void run() throws IOException;
    }

    private static byte[] mutated(byte[] original, RandomStream random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            int length = 1 + random.nextInt(Math.min(16, bytes.length - at));
            switch (random.nextInt(7)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = (byte) TELLING[random.nextInt(TELLING.length)];
                case 3 -> Arrays.fill(bytes, at, at + length, (byte) TELLING[random.nextInt(TELLING.length)]);
                case 4 -> bytes = replaced(bytes, at, length, new byte[0]);
                case 5 ->
                    bytes = replaced(
                            bytes, random.nextInt(bytes.length), 0, Arrays.copyOfRange(bytes, at, at + length));
                default -> bytes = random.nextInt(8) == 0 ? Arrays.copyOf(bytes, at) : bytes;
            }
        }
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
        byte[] result = new byte[bytes.length - length + by.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(by, 0, result, at, by.length);
        System.arraycopy(bytes, at + length, result, at + by.length, bytes.length - at - length);
        return result;
    }

    @Test
    void theLargestPickleTakesBoundedMemory() throws IOException {
        String dicts = "(" + "}".repeat(Unpickler.MOST_INSTRUCTIONS - 4) + "l";
        byte[] pickle = new PickleBuilder().code(dicts + ".").bytes();
        Path path = Files.write(
                folder.resolve("large.pth"), ZipBuilder.checkpoint(pickle).bytes());
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try (PytorchCheckpoint checkpoint = PytorchCheckpoint.open(path)) {
            assertThat(checkpoint.groups()).isEmpty();
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(400L << 20);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = MutatedCheckpointTest.class.getResourceAsStream("/pytorch/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }
}
