package io.splitmask.djl;

import static io.splitmask.djl.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The required kernels against values worked out by hand and plain loops. */
class RequiredKernelsTest {
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;

    private static OpenBackend open;
    private static Kernels k;

    @BeforeAll
    static void openBackend() {
        open = new OpenBackend();
        k = open.kernels();
    }

    @AfterEach
    void closeBuffers() {
        open.closeBuffers();
    }

    @AfterAll
    static void closeBackend() {
        open.close();
    }

    /** Owns a result, checks its shape and reads it. */
    private static float[] values(Buffer result, int... dims) {
        assertThat(open.own(result).shape()).isEqualTo(Shape.of(dims));
        assertThat(result.dtype()).isEqualTo(DType.FLOAT32);
        return open.read(result);
    }

    private static int[] integers(Buffer result, int... dims) {
        assertThat(open.own(result).shape()).isEqualTo(Shape.of(dims));
        assertThat(result.dtype()).isEqualTo(DType.INT32);
        return open.readInts(result);
    }

    @Test
    void transfersKeepEveryBit() {
        float[] odd = {0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, NAN, INF, -INF, 1e-40f};
        assertThat(open.read(open.floats(Shape.of(2, 4), odd))).containsExactly(odd);
        int[] numbers = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};
        assertThat(open.readInts(open.ints(Shape.of(4), numbers))).containsExactly(numbers);
        assertThat(open.read(open.floats(Shape.of(), 7f))).containsExactly(7f);
        assertThat(open.read(open.floats(Shape.of(3, 0)))).isEmpty();
        assertThat(open.readInts(open.ints(Shape.of(0)))).isEmpty();
    }

    @Test
    void uploadCopiesTheArray() {
        float[] source = {1, 2};
        Buffer x = open.floats(Shape.of(2), source);
        source[0] = 9;
        assertThat(open.read(x)).containsExactly(1, 2);
    }

    @Test
    void fullHoldsOneValue() {
        assertThat(values(k.full(Shape.of(2, 1), 0.1f), 2, 1)).containsExactly(0.1f, 0.1f);
        assertThat(values(k.full(Shape.of(), -INF))).containsExactly(-INF);
    }

    @Test
    void castRoundsTowardsZero() {
        Buffer x = open.floats(Shape.of(4), 1.9f, -1.9f, -0.5f, 8191f);
        assertThat(integers(k.cast(x, DType.INT32), 4)).containsExactly(1, -1, 0, 8191);
    }

    @Test
    void castKeepsWholeNumbers() {
        Buffer x = open.ints(Shape.of(2), 3, -8191);
        assertThat(values(k.cast(x, DType.FLOAT32), 2)).containsExactly(3, -8191);
        assertThat(integers(k.cast(x, DType.INT32), 2)).containsExactly(3, -8191);
    }

    @Test
    void assignOverwritesFloatsAndIntegers() {
        Buffer x = open.floats(Shape.of(2), 1, 2);
        k.assign(x, open.floats(Shape.of(2), 3, 4));
        assertThat(open.read(x)).containsExactly(3, 4);
        Buffer i = open.ints(Shape.of(2), 1, 2);
        k.assign(i, open.ints(Shape.of(2), 3, 4));
        assertThat(open.readInts(i)).containsExactly(3, 4);
    }

    @Test
    void shapeKernelsMoveElements() {
        Buffer x = open.floats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertThat(values(k.reshape(x, Shape.of(3, 1, 2)), 3, 1, 2)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(values(k.permute(x, new int[] {1, 0}), 3, 2)).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(values(k.slice(x, 1, 1, 3), 2, 2)).containsExactly(2, 3, 5, 6);
        assertThat(values(k.slice(x, 0, 1, 1), 0, 3)).isEmpty();
        Buffer first = open.own(k.slice(x, 1, 0, 1));
        assertThat(values(k.concat(List.of(x, first), 1), 2, 4)).containsExactly(1, 2, 3, 1, 4, 5, 6, 4);
        Buffer column = open.floats(Shape.of(2, 1), 1, 2);
        assertThat(values(k.broadcastTo(column, Shape.of(2, 2, 2)), 2, 2, 2)).containsExactly(1, 1, 2, 2, 1, 1, 2, 2);
    }

    @Test
    void permuteFollowsTheAxesOfRankFour() {
        Buffer x = open.normal(2, 3, 4, 5);
        float[] in = open.read(x);
        float[] out = values(k.permute(x, new int[] {2, 0, 3, 1}), 4, 2, 5, 3);
        for (int i = 0; i < out.length; i++) {
            int b = i % 3;
            int d = i / 3 % 5;
            int a = i / 15 % 2;
            int c = i / 30;
            assertThat(out[i]).isEqualTo(in[((a * 3 + b) * 4 + c) * 5 + d]);
        }
    }

    @Test
    void integersCanBeReshapedSlicedAndJoined() {
        Buffer x = open.ints(Shape.of(2, 2), 1, 2, 3, 4);
        assertThat(integers(k.reshape(x, Shape.of(4)), 4)).containsExactly(1, 2, 3, 4);
        assertThat(integers(k.slice(x, 0, 1, 2), 1, 2)).containsExactly(3, 4);
        assertThat(integers(k.concat(List.of(x, x), 0), 4, 2)).containsExactly(1, 2, 3, 4, 1, 2, 3, 4);
    }

    @Test
    void gatherPicksAndScatterAddsRowsOfEachBatchEntry() {
        Buffer x = open.floats(Shape.of(2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        Buffer index = open.ints(Shape.of(2, 3), 1, 1, 0, 0, 1, 0);
        Buffer picked = k.gatherRows(x, index);
        assertThat(values(picked, 2, 3, 2)).containsExactly(3, 4, 3, 4, 1, 2, 5, 6, 7, 8, 5, 6);
        assertThat(values(k.scatterAddRows(picked, index, 3), 2, 3, 2))
                .containsExactly(1, 2, 6, 8, 0, 0, 10, 12, 7, 8, 0, 0);
    }

    @Test
    void gatherAndScatterTakeEmptyBuffers() {
        Buffer none = open.ints(Shape.of(2, 0));
        assertThat(values(k.gatherRows(open.normal(2, 3, 4), none), 2, 0, 4)).isEmpty();
        assertThat(values(k.gatherRows(open.normal(0, 3, 4), open.ints(Shape.of(0, 2))), 0, 2, 4))
                .isEmpty();
        assertThat(values(k.scatterAddRows(open.normal(2, 0, 2), none, 1), 2, 1, 2))
                .containsExactly(0, 0, 0, 0);
    }

    @Test
    void arithmeticBroadcastsBothWays() {
        Buffer a = open.floats(Shape.of(2, 1), 6, 12);
        Buffer b = open.floats(Shape.of(3), 1, 2, 3);
        assertThat(values(k.add(a, b), 2, 3)).containsExactly(7, 8, 9, 13, 14, 15);
        assertThat(values(k.subtract(b, a), 2, 3)).containsExactly(-5, -4, -3, -11, -10, -9);
        assertThat(values(k.multiply(a, b), 2, 3)).containsExactly(6, 12, 18, 12, 24, 36);
        assertThat(values(k.divide(a, b), 2, 3)).containsExactly(6, 3, 2, 12, 6, 4);
        assertThat(values(k.add(b, 0.5f), 3)).containsExactly(1.5f, 2.5f, 3.5f);
        assertThat(values(k.multiply(b, -2f), 3)).containsExactly(-2, -4, -6);
        assertThat(values(k.add(open.floats(Shape.of(0, 3)), b), 0, 3)).isEmpty();
    }

    @Test
    void divisionByZeroFollowsIeee() {
        Buffer a = open.floats(Shape.of(3), 1, -1, 0);
        assertThat(values(k.divide(a, open.floats(Shape.of(), 0f)), 3)).containsExactly(INF, -INF, NAN);
    }

    @Test
    void unaryFunctionsAreJavas() {
        Buffer x = open.floats(Shape.of(4), 0.25f, 1, 2, 7);
        float[] in = open.read(x);
        float[][] expected = new float[4][in.length];
        for (int i = 0; i < in.length; i++) {
            expected[0][i] = (float) Math.exp(in[i]);
            expected[1][i] = (float) Math.log(in[i]);
            expected[2][i] = (float) Math.sqrt(in[i]);
            expected[3][i] = (float) Math.tanh(in[i]);
        }
        assertClose(values(k.exp(x), 4), expected[0], 1e-6, "exp");
        assertClose(values(k.log(x), 4), expected[1], 1e-6, "log");
        assertClose(values(k.sqrt(x), 4), expected[2], 1e-6, "sqrt");
        assertClose(values(k.tanh(x), 4), expected[3], 1e-6, "tanh");
    }

    @Test
    void erfHasItsTabulatedValues() {
        Buffer x = open.floats(Shape.of(5), 0, 0.5f, -1, 2, 6);
        float[] expected = {0, 0.5204999f, -0.8427008f, 0.9953223f, 1};
        assertClose(values(k.erf(x), 5), expected, 1e-6, "erf");
    }

    @Test
    void comparisonsGiveZeroOrOne() {
        Buffer a = open.floats(Shape.of(4), 1, 2, NAN, INF);
        Buffer b = open.floats(Shape.of(4), 1, 1, NAN, INF);
        assertThat(values(k.greater(a, b), 4)).containsExactly(0, 1, 0, 0);
        assertThat(values(k.equal(a, b), 4)).containsExactly(1, 0, 0, 1);
    }

    @Test
    void selectIgnoresTheOtherSide() {
        Buffer condition = open.floats(Shape.of(2, 1), 0, -3);
        Buffer a = open.floats(Shape.of(2), NAN, 5);
        Buffer b = open.floats(Shape.of(), 8);
        assertThat(values(k.select(condition, a, b), 2, 2)).containsExactly(8, 8, NAN, 5);
    }

    @Test
    void reductionsKeepOrDropAxes() {
        Buffer x = open.floats(Shape.of(2, 2, 2), 1, 2, 3, 4, 5, 6, 7, -8);
        assertThat(values(k.sum(x, new int[] {0, 2}, false), 2)).containsExactly(14, 6);
        assertThat(values(k.sum(x, new int[] {1}, true), 2, 1, 2)).containsExactly(4, 6, 12, -2);
        assertThat(values(k.sum(x, new int[] {0, 1, 2}, false))).containsExactly(20);
        assertThat(values(k.max(x, new int[] {2}, false), 2, 2)).containsExactly(2, 4, 6, 7);
        assertThat(values(k.max(x, new int[] {0, 1}, true), 1, 1, 2)).containsExactly(7, 6);
        assertThat(values(k.sum(open.floats(Shape.of(0, 2)), new int[] {0}, false), 2))
                .containsExactly(0, 0);
        assertThat(values(k.max(open.floats(Shape.of(0, 2)), new int[] {1}, false), 0))
                .isEmpty();
    }

    @Test
    void argMaxTakesTheLowestOfSeveral() {
        Buffer x = open.floats(Shape.of(3, 4), 1, 5, 5, 2, -INF, -INF, -INF, -INF, 0, 1, 2, 3);
        assertThat(integers(k.argMax(x), 3)).containsExactly(1, 0, 3);
        Buffer wide = open.own(k.full(Shape.of(1000), 2f));
        assertThat(integers(k.argMax(wide))).containsExactly(0);
    }

    /** Rows of 512 and more are searched in blocks of 64. */
    @ParameterizedTest
    @ValueSource(ints = {448, 511, 512, 513, 576, 8192})
    void argMaxOfWideRowsTakesTheLowestOfSeveral(int width) {
        int[] expected = {0, 63, 64, width - 1, 127, 65, 0};
        float[] values = new float[expected.length * width];
        Arrays.fill(values, -3);
        Arrays.fill(values, 0, width, -INF);
        for (int row = 1; row < expected.length - 1; row++) {
            values[row * width + expected[row]] = 7;
            values[row * width + width - 1] = 7;
        }
        values[6 * width + width - 1] = -3;
        Buffer x = open.floats(Shape.of(expected.length, width), values);
        assertThat(integers(k.argMax(x), expected.length)).containsExactly(expected);
        Buffer rows = open.own(k.reshape(x, Shape.of(1, expected.length, 1, width)));
        assertThat(integers(k.argMax(rows), 1, expected.length, 1)).containsExactly(expected);
        Buffer one = open.floats(Shape.of(width), Arrays.copyOfRange(values, 3 * width, 4 * width));
        assertThat(integers(k.argMax(one))).containsExactly(width - 1);
        assertThat(integers(k.argMax(open.normal(0, width)), 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 7, 13", "64, 5, 197", "3, 0, 2", "0, 3, 2"})
    void matmulIsTheTripleLoop(int m, int inner, int n) {
        for (int flags = 0; flags < 4; flags++) {
            MatmulSpec spec = new MatmulSpec((flags & 1) != 0, (flags & 2) != 0);
            Buffer a = spec.transposeA() ? open.normal(2, inner, m) : open.normal(2, m, inner);
            Buffer b = spec.transposeB() ? open.normal(2, n, inner) : open.normal(2, inner, n);
            float[] expected = new float[2 * m * n];
            for (int batch = 0; batch < 2; batch++) {
                product(expected, open.read(a), open.read(b), batch, m, inner, n, spec);
            }
            assertClose(values(k.matmul(a, b, spec), 2, m, n), expected, 2e-6, spec.toString());
        }
    }

    private static void product(
            float[] out, float[] a, float[] b, int batch, int m, int inner, int n, MatmulSpec spec) {
        int startA = batch * m * inner;
        int startB = batch * inner * n;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < inner; p++) {
                    int atA = startA + (spec.transposeA() ? p * m + i : i * inner + p);
                    int atB = startB + (spec.transposeB() ? j * inner + p : p * n + j);
                    sum += (double) a[atA] * b[atB];
                }
                out[(batch * m + i) * n + j] = (float) sum;
            }
        }
    }

    @Test
    void matmulBroadcastsLeadingAxes() {
        Buffer a = open.floats(Shape.of(2, 1, 1, 2), 1, 2, 3, 4);
        Buffer b = open.floats(Shape.of(3, 2, 1), 1, 0, 0, 1, 1, 1);
        assertThat(values(k.matmul(a, b, MatmulSpec.NN), 2, 3, 1, 1)).containsExactly(1, 2, 3, 3, 4, 7);
        Buffer matrix = open.floats(Shape.of(2, 2), 1, 2, 3, 4);
        Buffer batch = open.floats(Shape.of(2, 2, 1), 1, 0, 0, 1);
        assertThat(values(k.matmul(matrix, batch, MatmulSpec.NN), 2, 2, 1)).containsExactly(1, 3, 2, 4);
        assertThat(values(k.matmul(batch, matrix, MatmulSpec.TN), 2, 1, 2)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void oneBufferMayBeBothOperands() {
        Buffer x = open.floats(Shape.of(2, 2), 1, 2, 3, 4);
        assertThat(values(k.matmul(x, x, MatmulSpec.NT), 2, 2)).containsExactly(5, 11, 11, 25);
        assertThat(values(k.subtract(x, x), 2, 2)).containsExactly(0, 0, 0, 0);
    }
}
