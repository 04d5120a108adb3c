package io.splitmask.djl;

import static io.splitmask.djl.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.spi.Precision;
import io.splitmask.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every product of bfloat16 against the kernel of single precision on operands that were rounded before: what is left
 * is the rounding of results.
 */
class Bfloat16KernelsTest {
    /** Half a unit of bfloat16's 8 bits, relative, and a little for sums in another order. */
    private static final double ROUNDING = 0x1.01p-8;

    private static OpenBackend open;
    private static OpenBackend rounding;
    private static Kernels single;
    private static Kernels bf16;

    @BeforeAll
    static void openBackends() {
        open = new OpenBackend();
        rounding = new OpenBackend(Precision.BFLOAT16);
        single = open.kernels();
        bf16 = rounding.kernels();
    }

    @AfterEach
    void closeBuffers() {
        open.closeBuffers();
    }

    @AfterAll
    static void closeBackends() {
        open.close();
        rounding.close();
    }

    @Test
    void saysThatProductsAreRounded() {
        assertThat(rounding.backend().description()).endsWith(", products in bf16");
        assertThat(open.backend().description()).doesNotContain("bf16");
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "7, 13, 3", "64, 197, 33"})
    void matmulRoundsOperandsAndResult(int m, int k, int n) {
        for (MatmulSpec spec : List.of(MatmulSpec.NN, MatmulSpec.NT, MatmulSpec.TN)) {
            Buffer a = spec.transposeA() ? open.normal(2, k, m) : open.normal(2, m, k);
            Buffer b = spec.transposeB() ? open.normal(n, k) : open.normal(k, n);
            float[] actual = read(bf16.matmul(a, b, spec));
            assertThat(actual).isEqualTo(rounded(actual));
            assertEachClose(actual, read(single.matmul(rounded(a), rounded(b), spec)), 1e-6 * k);
        }
    }

    @Test
    void biasesAreNotRounded() {
        Buffer x = open.normal(5, 7);
        Buffer w = open.normal(3, 7);
        Buffer b = open.normal(3);
        Buffer product = open.own(bf16.matmul(x, w, MatmulSpec.NT));
        assertThat(read(bf16.linear(x, w, b))).isEqualTo(read(single.add(product, b)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "2, 7, 3, 5", "3, 33, 3, 32", "2, 197, 2, 64"})
    void attentionRoundsOperandsWeightsAndResult(int batch, int tokens, int heads, int headSize) {
        Buffer qkv = open.normal(batch, tokens, 3 * heads * headSize);
        Buffer gradient = open.normal(batch, tokens, heads * headSize);
        FusedResult actual = bf16.attention(qkv, heads);
        FusedResult expected = single.attention(rounded(qkv), heads);
        open.own(actual.state());
        open.own(expected.state());
        Buffer output = open.own(actual.output());
        assertThat(open.read(output)).isEqualTo(rounded(open.read(output)));
        assertClose(open.read(output), open.read(open.own(expected.output())), 2 * ROUNDING, "output");
        assertClose(
                read(bf16.attentionBackward(qkv, heads, output, actual.state(), gradient)),
                read(single.attentionBackward(
                        rounded(qkv), heads, expected.output(), expected.state(), rounded(gradient))),
                3 * ROUNDING,
                "gradient");
    }

    @Test
    void attentionOfAnEmptyBatchIsEmpty() {
        Buffer qkv = open.normal(0, 5, 12);
        FusedResult forward = bf16.attention(qkv, 2);
        open.own(forward.state());
        assertThat(forward.output().shape()).isEqualTo(Shape.of(0, 5, 4));
        Buffer gradient = open.normal(0, 5, 4);
        assertThat(open.own(bf16.attentionBackward(qkv, 2, open.own(forward.output()), forward.state(), gradient))
                        .shape())
                .isEqualTo(qkv.shape());
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "5, 7, 13", "257, 16, 100", "600, 31, 197"})
    void crossEntropyRoundsLogitsAndTheirGradients(int rows, int width, int classes) {
        Buffer x = open.normal(rows, width);
        Buffer w = open.own(single.multiply(open.normal(classes, width), (float) (1 / Math.sqrt(width))));
        Buffer b = open.normal(classes);
        Buffer target = open.indices(classes, rows);
        FusedResult actual = bf16.linearCrossEntropy(x, w, b, target, true);
        FusedResult expected = single.linearCrossEntropy(rounded(x), rounded(w), b, target, true);
        open.own(actual.state());
        open.own(expected.state());
        FusedResult alone = bf16.linearCrossEntropy(x, w, b, target, false);
        assertThat(read(alone.state().get(0)))
                .isEqualTo(open.read(actual.state().get(0)));
        assertThat(read(alone.output())).isEqualTo(open.read(actual.output()));
        assertClose(read(actual.output()), read(expected.output()), ROUNDING, "loss");
        for (int i = 1; i < 4; i++) {
            assertClose(
                    open.read(actual.state().get(i)),
                    open.read(expected.state().get(i)),
                    2 * ROUNDING,
                    "gradient " + i);
        }
    }

    private static float[] read(Buffer buffer) {
        return open.read(open.own(buffer));
    }

    private static Buffer rounded(Buffer x) {
        return open.floats(x.shape(), rounded(open.read(x)));
    }

    /** To the nearest number whose lower 16 bits are 0, ties to the even one. */
    private static float[] rounded(float[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            result[i] = Float.intBitsToFloat((bits + 0x7fff + (bits >>> 16 & 1)) & 0xffff0000);
        }
        return result;
    }

    private static void assertEachClose(float[] actual, float[] expected, double sums) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as("index %d is %s, expected %s", i, actual[i], expected[i])
                    .isLessThanOrEqualTo((float) (ROUNDING * Math.abs(expected[i]) + sums));
        }
    }
}
