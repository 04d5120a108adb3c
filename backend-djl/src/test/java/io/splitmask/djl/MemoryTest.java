package io.splitmask.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.splitmask.spi.AdamwHyperparameters;
import io.splitmask.spi.AdamwMoments;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted, and that nothing stays behind: neither counted buffers nor native memory. */
class MemoryTest {
    private static final int ITERATIONS = 200;
    private static final int WARM_UP = 20;
    private static final long PAGE_BYTES = 4096;
    /** Under half of what one lost buffer of 1 MiB per iteration would add. */
    private static final long GROWTH_BYTES = 80L << 20;

    private OpenBackend open;
    private Kernels k;

    @BeforeEach
    void openBackend() {
        open = new OpenBackend();
        k = open.kernels();
    }

    @AfterEach
    void closeBackend() {
        open.close();
    }

    /** 2^48 bytes, which no system gives. */
    @Test
    void memoryThatTheSystemRefusesIsNamedWithWhatLowersIt() {
        assertThatThrownBy(() -> k.full(Shape.of(1 << 23, 1 << 23), 1f))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("281474976710656 bytes")
                .hasMessageEndingWith("; take a smaller batch or model")
                .hasMessageNotContaining("\n");
        assertThat(open.liveBuffers()).isZero();
    }

    @Test
    void countsBuffersAndBytes() {
        Buffer x = k.full(Shape.of(3, 5), 1f);
        Buffer index = k.upload(new int[] {1, 2}, Shape.of(2));
        assertThat(open.liveBuffers()).isEqualTo(2);
        assertThat(open.liveBytes()).isEqualTo(3 * 5 * 4 + 2 * 4);
        x.close();
        index.close();
        assertThat(open.liveBuffers()).isZero();
        assertThat(open.liveBytes()).isZero();
    }

    @Test
    void aReshapedBufferSharesItsBlockUntilTheLastIsClosed() {
        Buffer x = k.full(Shape.of(3, 5), 2f);
        Buffer view = k.reshape(x, Shape.of(15));
        Buffer viewOfView = k.reshape(view, Shape.of(5, 3));
        assertThat(open.liveBuffers()).isEqualTo(3);
        assertThat(open.liveBytes()).isEqualTo(60);
        x.close();
        view.close();
        assertThat(open.liveBytes()).isEqualTo(60);
        assertThat(k.downloadFloats(viewOfView)).hasSize(15).containsOnly(2f);
        viewOfView.close();
        assertThat(open.liveBytes()).isZero();
    }

    @Test
    void liveBuffersAndResidentMemoryStayFlatOverManyIterations() throws IOException {
        List<Buffer> parameters = List.of(open.normal(256, 1024), open.normal(1024));
        List<Buffer> gradients = List.of(open.normal(256, 1024), open.normal(1024));
        AdamwMoments moments = new AdamwMoments(zerosLike(parameters), zerosLike(parameters));
        List<Buffer> average = zerosLike(parameters);
        float[] pixels = new float[256 * 1024];
        long live = open.liveBuffers();
        long bytes = open.liveBytes();
        long resident = 0;
        for (int i = 1; i <= ITERATIONS; i++) {
            k.adamwStep(parameters, gradients, moments, settings(i));
            k.ema(average, parameters, 0.9);
            mixOfKernels(pixels, parameters);
            assertThat(open.liveBuffers()).as("iteration %d", i).isEqualTo(live);
            assertThat(open.liveBytes()).as("iteration %d", i).isEqualTo(bytes);
            if (i == WARM_UP) {
                resident = residentBytes();
            }
        }
        assumeThat(resident).as("skipped: no /proc/self/statm here").isPositive();
        assertThat(residentBytes() - resident).isLessThan(GROWTH_BYTES);
    }

    @Test
    void aCallThatIsRefusedKeepsNothing() throws IOException {
        Buffer closed = k.full(Shape.of(256, 1024), 1f);
        closed.close();
        long resident = 0;
        for (int i = 1; i <= ITERATIONS; i++) {
            Buffer large = k.full(Shape.of(256, 1024), 1f);
            List<Buffer> one = List.of(large);
            AdamwMoments moments = new AdamwMoments(one, List.of(closed));
            AdamwHyperparameters settings = settings(i);
            assertThatThrownBy(() -> k.adamwStep(one, one, moments, settings))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is closed");
            large.close();
            if (i == WARM_UP) {
                resident = residentBytes();
            }
        }
        assumeThat(resident).as("skipped: no /proc/self/statm here").isPositive();
        assertThat(residentBytes() - resident).isLessThan(GROWTH_BYTES);
    }

    private static AdamwHyperparameters settings(int step) {
        return new AdamwHyperparameters(1e-3, 0.9, 0.95, 1e-8, 0.05, step, step % 2 == 0 ? 1 : 0.5);
    }

    private List<Buffer> zerosLike(List<Buffer> buffers) {
        return buffers.stream().map(x -> open.own(k.full(x.shape(), 0f))).toList();
    }

    private void mixOfKernels(float[] pixels, List<Buffer> parameters) {
        Buffer w = parameters.get(0);
        Buffer b = parameters.get(1);
        List<Buffer> made = new ArrayList<>();
        Buffer x = k.upload(pixels, Shape.of(2, 128, 1024));
        Buffer index = k.upload(new int[] {3, 1, 3, 0}, Shape.of(2, 2));
        made.addAll(List.of(x, index, k.gelu(x), k.geluBackward(x, x), k.exp(x), k.add(x, b), k.multiply(x, 2f)));
        made.addAll(List.of(k.permute(x, new int[] {1, 0, 2}), k.slice(x, 1, 1, 100), k.concat(List.of(x, x), 1)));
        Buffer y = k.softmax(x);
        made.addAll(List.of(y, k.softmaxBackward(y, x), k.logSoftmax(x), k.sum(x, new int[] {0, 1}, false)));
        Buffer picked = k.gatherRows(x, index);
        made.addAll(List.of(picked, k.scatterAddRows(picked, index, 128), k.cast(x, DType.INT32), k.argMax(x)));
        Buffer rows = k.reshape(x, Shape.of(256, 1024));
        made.addAll(List.of(rows, k.matmul(rows, w, MatmulSpec.NT), k.greater(x, y), k.select(x, y, b)));
        addAll(made, k.layerNorm(x, b, b, 1e-6f));
        made.addAll(k.layerNormBackward(x, b, 1e-6f, List.copyOf(made.subList(made.size() - 2, made.size())), y));
        for (int tokens : new int[] {64, 256}) {
            Buffer qkv = k.full(Shape.of(256 / tokens, tokens, 3 * 256), 0.5f);
            FusedResult mixed = k.attention(qkv, 4);
            made.add(k.attentionBackward(qkv, 4, mixed.output(), mixed.state(), mixed.output()));
            made.add(qkv);
            addAll(made, mixed);
        }
        Buffer labels = k.upload(new int[256], Shape.of(256));
        Buffer classBias = k.full(Shape.of(256), 0f);
        made.addAll(List.of(labels, classBias));
        addAll(made, k.linearCrossEntropy(rows, w, classBias, labels, true));
        addAll(made, k.linearCrossEntropy(rows, w, classBias, labels, false));
        k.addInPlace(x, y);
        k.multiplyInPlace(x, 0.5f);
        assertThat(k.sumOfSquares(List.of(x, y))).isFinite();
        made.forEach(Buffer::close);
    }

    private static void addAll(List<Buffer> list, FusedResult result) {
        list.add(result.output());
        list.addAll(result.state());
    }

    private static long residentBytes() throws IOException {
        Path statm = Path.of("/proc/self/statm");
        if (!Files.exists(statm)) {
            return 0;
        }
        try (Scanner fields = new Scanner(statm, StandardCharsets.US_ASCII)) {
            fields.nextLong(); // the size of the address space
            return fields.nextLong() * PAGE_BYTES;
        }
    }
}
