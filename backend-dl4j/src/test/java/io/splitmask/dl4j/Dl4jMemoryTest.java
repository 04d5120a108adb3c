package io.splitmask.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.spi.MemoryStatistics;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class Dl4jMemoryTest {
    private Backend backend;
    private Kernels k;

    @BeforeEach
    void openBackend() {
        backend = new Dl4jBackendProvider().open(new BackendConfig(Device.CPU, 2));
        k = backend.kernels();
    }

    @AfterEach
    void closeBackend() {
        backend.close();
    }

    @Test
    void staysFlatOverTwoHundredMixedIterations() {
        Buffer w = Values.normal(k, 1, 64, 64);
        Buffer b = Values.normal(k, 2, 64);
        iterate(w, b);
        MemoryStatistics first = backend.memory();
        for (int i = 0; i < 200; i++) {
            iterate(w, b);
            assertThat(backend.memory()).as("after iteration %s", i).isEqualTo(first);
        }
        w.close();
        b.close();
        assertThat(backend.memory().liveBytes()).isZero();
    }

    private void iterate(Buffer w, Buffer b) {
        List<Buffer> made = new ArrayList<>();
        Buffer x = Values.normal(k, 3, 4, 33, 64);
        Buffer y = k.linear(x, w, b);
        FusedResult norm = k.layerNorm(y, b, b, 1e-6f);
        Buffer qkv = k.concat(List.of(x, y, norm.output()), 2);
        FusedResult mixed = k.attention(qkv, 4);
        Buffer dQkv = k.attentionBackward(qkv, 4, mixed.output(), mixed.state(), x);
        Buffer flat = k.reshape(dQkv, Shape.of(4 * 33, 3 * 64));
        Buffer part = k.slice(flat, 1, 64, 128);
        Buffer dw = k.matmul(part, k(x, made), MatmulSpec.TN);
        made.addAll(List.of(x, y, norm.output(), qkv, mixed.output(), dQkv, flat, part, dw));
        made.addAll(norm.state());
        made.addAll(mixed.state());
        k.addInPlace(w, dw);
        k.multiplyInPlace(w, 0.5f);
        made.forEach(Buffer::close);
    }

    private Buffer k(Buffer x, List<Buffer> made) {
        Buffer rows = k.reshape(x, Shape.of(4 * 33, 64));
        made.add(rows);
        return rows;
    }

    /** Asks for 2 GB and prints what the engine says. */
    static final class Asking {
        private Asking() {}

        public static void main(String[] args) {
            try (Backend backend = new Dl4jBackendProvider().open(new BackendConfig(Device.CPU, 1))) {
                backend.kernels().full(Shape.of(500_000_000), 1f).close();
            } catch (BackendException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems do not limit the memory of a process by a command")
    void memoryThatTheSystemRefusesIsNamedWithWhatLowersIt() throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -v 3000000; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:CompressedClassSpaceSize=64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asking.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = process.inputReader().lines().toList();
        assertThat(process.waitFor()).isZero();
        assertThat(said)
                .filteredOn(line -> line.startsWith("refused: "))
                .singleElement()
                .asString()
                .contains("out of memory: [500000000] needs 1907 MB more, in use 0 MB; take a smaller batch");
    }

    @Test
    void sharedBlocksCountOnceAndLiveAsLongAsTheirLastBuffer() {
        Buffer x = k.upload(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3));
        long bytes = backend.memory().liveBytes();
        Buffer y = k.reshape(x, Shape.of(3, 2));
        assertThat(backend.memory().liveBuffers()).isEqualTo(2);
        assertThat(backend.memory().liveBytes()).isEqualTo(bytes);
        x.close();
        Buffer other = k.full(Shape.of(2, 3), 9f);
        assertThat(k.downloadFloats(y)).containsExactly(1, 2, 3, 4, 5, 6);
        other.close();
        y.close();
        assertThat(backend.memory().liveBytes()).isZero();
    }

    @Test
    void poolIsBoundedWhenSizesVary() {
        Random random = new Random(7);
        List<Buffer> live = new ArrayList<>();
        long peak = 0;
        for (int i = 0; i < 3000; i++) {
            live.add(k.full(Shape.of(1 + random.nextInt(1 << random.nextInt(21))), 1f));
            peak = Math.max(peak, backend.memory().liveBytes());
            if (live.size() > 40) {
                live.remove(random.nextInt(live.size())).close();
            }
        }
        assertThat(backend.memory().pooledBytes()).isLessThan(peak + (320L << 20));
        live.forEach(Buffer::close);
        assertThat(backend.memory().liveBuffers()).isZero();
    }

    @Test
    void memoryOfALargerJobThatIsOverIsGivenBack() {
        for (int i = 0; i < 2; i++) {
            List<Buffer> large = new ArrayList<>();
            for (int j = 0; j < 6; j++) {
                large.add(k.full(Shape.of(20_000_000), 1f));
            }
            large.forEach(Buffer::close);
        }
        assertThat(backend.memory().pooledBytes()).isGreaterThanOrEqualTo(480_000_000L);
        Buffer x = k.full(Shape.of(3), 1f);
        for (int i = 0; i < 200_001; i++) {
            k.reshape(x, Shape.of(3, 1)).close();
            k.add(x, 1f).close();
        }
        x.close();
        assertThat(backend.memory().pooledBytes()).isLessThan(400_000_000L);
    }

    @Test
    void closedBlocksJoinAgain() {
        List<Buffer> pieces = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            pieces.add(k.full(Shape.of(16_000), i));
        }
        MemoryStatistics full = backend.memory();
        for (int i = 0; i < 1000; i += 2) {
            pieces.get(i).close();
        }
        for (int i = 1; i < 1000; i += 2) {
            pieces.get(i).close();
        }
        Buffer whole = k.full(Shape.of(16_000_000), 1f);
        assertThat(backend.memory().liveBytes() + backend.memory().pooledBytes())
                .isEqualTo(full.liveBytes() + full.pooledBytes());
        whole.close();
    }

    @Test
    void closeEmptiesThePool() {
        k.full(Shape.of(1000), 1f).close();
        assertThat(backend.memory().pooledBytes()).isPositive();
        backend.close();
        assertThat(backend.memory()).isEqualTo(new MemoryStatistics(0, 0, 0));
    }

    @Test
    void buffersSurviveTheBackend() {
        Buffer x = k.full(Shape.of(1000), 2f);
        backend.close();
        assertThat(k.downloadFloats(x)).containsOnly(2f);
        x.close();
        assertThat(backend.memory()).isEqualTo(new MemoryStatistics(0, 0, 0));
    }

    @Test
    void failedKernelLeavesNothingBehind() {
        Buffer x = k.full(Shape.of(2, 3), 1f);
        assertThatThrownBy(() -> k.broadcastTo(x, Shape.of(1 << 20, 2, 3, 1000)))
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll("broadcastTo", "[2, 3]", "[1048576, 2, 3, 1000]", "at most");
        assertThat(backend.memory().liveBuffers()).isEqualTo(1);
        x.close();
    }
}
