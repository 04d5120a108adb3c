package io.splitmask.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every required kernel against loops in plain Java. */
class Dl4jKernelsTest {
    private static Backend backend;
    private static Kernels k;

    private final List<Buffer> open = new ArrayList<>();

    @BeforeAll
    static void openBackend() {
        backend = new Dl4jBackendProvider().open(new BackendConfig(Device.CPU, 2));
        k = backend.kernels();
    }

    @AfterAll
    static void closeBackend() {
        backend.close();
    }

    @AfterEach
    void nothingStaysOpen() {
        open.forEach(Buffer::close);
        assertThat(backend.memory().liveBuffers()).isZero();
        assertThat(backend.memory().liveBytes()).isZero();
    }

    private Buffer own(Buffer buffer) {
        open.add(buffer);
        return buffer;
    }

    private Buffer own(NdArray array) {
        return own(array.on(k));
    }

    private void assertResult(String what, Buffer actual, NdArray expected, double tolerance) {
        own(actual);
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        Values.assertClose(what, k.downloadFloats(actual), expected.values(), tolerance);
    }

    private static Shape shape(String text) {
        return Shape.of(
                text.isBlank()
                        ? new int[0]
                        : Arrays.stream(text.split(" "))
                                .mapToInt(Integer::parseInt)
                                .toArray());
    }

    static Stream<List<String>> broadcasts() {
        return Stream.of(
                List.of("", "", ""),
                List.of("5 7", "5 7", "5 7"),
                List.of("5 7", "", "5 7"),
                List.of("", "5 7", "5 7"),
                List.of("5 7", "7", "5 7"),
                List.of("5 7", "5 1", "5 7"),
                List.of("1 7", "5 1", "5 7"),
                List.of("3 1 5 1", "7 1 2", "3 7 5 2"),
                List.of("2 3 4 5", "3 1 5", "2 3 4 5"),
                List.of("3 2049", "2049", "3 2049"),
                List.of("3 4100", "3 1", "3 4100"),
                List.of("2 3 4100", "2 1 4100", "2 3 4100"),
                List.of("70001", "1", "70001"),
                List.of("700 96", "96", "700 96"),
                List.of("0 3", "3", "0 3"),
                List.of("0 1", "1 4", "0 4"),
                List.of("2 1 0", "3 1", "2 3 0"));
    }

    @ParameterizedTest
    @MethodSource("broadcasts")
    void twoOperandsBroadcast(List<String> shapes) {
        NdArray a = NdArray.normal(1, shape(shapes.get(0)).toArray());
        NdArray b = NdArray.normal(2, shape(shapes.get(1)).toArray());
        Shape result = shape(shapes.get(2));
        Buffer x = own(a);
        Buffer y = own(b);
        assertResult("add", k.add(x, y), a.combine(b, result, (p, q) -> p + q), 1e-6);
        assertResult("subtract", k.subtract(x, y), a.combine(b, result, (p, q) -> p - q), 1e-6);
        assertResult("multiply", k.multiply(x, y), a.combine(b, result, (p, q) -> p * q), 1e-6);
        assertResult("divide", k.divide(x, y), a.combine(b, result, (p, q) -> p / q), 1e-6);
        assertResult("greater", k.greater(x, y), a.combine(b, result, (p, q) -> p > q ? 1 : 0), 0);
        assertResult("equal", k.equal(x, x), a.combine(a, a.shape(), (p, q) -> 1), 0);
        Buffer condition = own(k.greater(x, own(k.full(Shape.of(), 0f))));
        NdArray selected = NdArray.of(result, p -> a.at(p) > 0 ? b.at(p) : a.at(p));
        assertResult("select", k.select(condition, y, x), selected, 0);
        if (result.size() > 0) {
            assertResult("broadcastTo", k.broadcastTo(y, result), NdArray.of(result, b::at), 0);
        }
    }

    @Test
    void sameBufferMayBeBothOperands() {
        NdArray a = NdArray.normal(1, 33, 65);
        Buffer x = own(a);
        assertResult("x + x", k.add(x, x), NdArray.of(a.shape(), p -> 2 * a.at(p)), 0);
        assertResult("x x^T", k.matmul(x, x, MatmulSpec.NT), product(a, a, MatmulSpec.NT), 1e-5);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "13", "2049", "40000"})
    void functionsOfOneElement(int size) {
        NdArray a = NdArray.normal(1, size);
        NdArray positive = NdArray.of(a.shape(), p -> Math.abs(a.at(p)) + 1e-3);
        Buffer x = own(a);
        Buffer y = own(positive);
        assertResult("add", k.add(x, 2.5f), NdArray.of(a.shape(), p -> a.at(p) + 2.5), 1e-6);
        assertResult("multiply", k.multiply(x, -2.5f), NdArray.of(a.shape(), p -> a.at(p) * -2.5), 1e-6);
        assertResult("exp", k.exp(x), NdArray.of(a.shape(), p -> Math.exp(a.at(p))), 2e-7);
        assertResult("log", k.log(y), NdArray.of(a.shape(), p -> Math.log(positive.at(p))), 2e-7);
        assertResult("sqrt", k.sqrt(y), NdArray.of(a.shape(), p -> Math.sqrt(positive.at(p))), 2e-7);
        assertResult("tanh", k.tanh(x), NdArray.of(a.shape(), p -> Math.tanh(a.at(p))), 2e-7);
    }

    @Test
    void specialValuesFollowIeee754() {
        float inf = Float.POSITIVE_INFINITY;
        Buffer x = own(k.upload(new float[] {-inf, -1, -0f, inf, Float.NaN}, Shape.of(5)));
        assertThat(k.downloadFloats(own(k.exp(x)))).containsExactly(0, (float) Math.exp(-1), 1, inf, Float.NaN);
        assertThat(k.downloadFloats(own(k.log(x)))).containsExactly(Float.NaN, Float.NaN, -inf, inf, Float.NaN);
        assertThat(k.downloadFloats(own(k.sqrt(x)))).containsExactly(Float.NaN, Float.NaN, -0f, inf, Float.NaN);
        assertThat(k.downloadFloats(own(k.max(x, new int[] {0}, false)))).containsExactly(Float.NaN);
        assertThat(k.downloadFloats(own(k.equal(x, x)))).containsExactly(1, 1, 1, 1, 0);
    }

    @ParameterizedTest
    @CsvSource({"4 5 6", "3 33 7", "1 70 1", "2 3 4 5", "2 33 3 65", "0 3 2", "7", "100 90"})
    void permuteReordersEveryWay(String text) {
        Shape shape = shape(text);
        NdArray a = NdArray.normal(1, shape.toArray());
        Buffer x = own(a);
        for (int[] axes : orders(shape.rank())) {
            Shape result = Shape.of(Arrays.stream(axes).map(shape::dim).toArray());
            NdArray expected = NdArray.of(result, p -> {
                int[] from = new int[p.length];
                for (int i = 0; i < p.length; i++) {
                    from[axes[i]] = p[i];
                }
                return a.at(from);
            });
            assertResult("permute " + Arrays.toString(axes), k.permute(x, axes), expected, 0);
        }
    }

    private static List<int[]> orders(int rank) {
        if (rank == 0) {
            return List.of(new int[0]);
        }
        List<int[]> all = new ArrayList<>();
        for (int[] shorter : orders(rank - 1)) {
            for (int at = 0; at < rank; at++) {
                int place = at;
                int last = rank - 1;
                all.add(IntStream.range(0, rank)
                        .map(i -> i == place ? last : shorter[i < place ? i : i - 1])
                        .toArray());
            }
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({"7 5 6, 0, 2, 5", "7 5 6, 1, 0, 5", "7 5 6, 1, 4, 5", "7 5 6, 2, 1, 4", "7 5 6, 1, 3, 3", "9, 0, 3, 7"})
    void sliceAndConcatAreInverse(String text, int axis, int start, int stop) {
        NdArray a = NdArray.normal(1, shape(text).toArray());
        Buffer x = own(a);
        Shape shape = a.shape();
        NdArray part = NdArray.of(shape.with(axis, stop - start), p -> {
            int[] from = p.clone();
            from[axis] += start;
            return a.at(from);
        });
        Buffer before = own(k.slice(x, axis, 0, start));
        Buffer middle = k.slice(x, axis, start, stop);
        Buffer after = own(k.slice(x, axis, stop, shape.dim(axis)));
        assertResult("slice", middle, part, 0);
        assertResult("concat", k.concat(List.of(before, middle, after), axis), a, 0);
    }

    @Test
    void integersAreMovedUnchanged() {
        int[] values = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7fa00001, 0x00000003, 7};
        Buffer x = own(k.upload(values, Shape.of(2, 4)));
        assertThat(x.dtype()).isEqualTo(DType.INT32);
        assertThat(k.downloadInts(x)).isEqualTo(values);
        assertThat(k.downloadInts(own(k.reshape(x, Shape.of(8))))).isEqualTo(values);
        Buffer left = own(k.slice(x, 1, 0, 2));
        assertThat(k.downloadInts(left)).containsExactly(0, 1, values[4], values[5]);
        Buffer joined = own(k.concat(List.of(left, own(k.slice(x, 1, 2, 4))), 1));
        assertThat(joined.dtype()).isEqualTo(DType.INT32);
        assertThat(k.downloadInts(joined)).isEqualTo(values);
        Buffer copy = own(k.cast(x, DType.INT32));
        k.assign(copy, joined);
        assertThat(k.downloadInts(copy)).isEqualTo(values);
    }

    @Test
    void castRoundsTowardsZero() {
        Buffer x = own(k.upload(new float[] {-1.9f, -0.5f, 0f, 0.5f, 2.99f, 1e6f}, Shape.of(6)));
        Buffer ints = own(k.cast(x, DType.INT32));
        assertThat(k.downloadInts(ints)).containsExactly(-1, 0, 0, 0, 2, 1_000_000);
        assertThat(k.downloadFloats(own(k.cast(ints, DType.FLOAT32)))).containsExactly(-1, 0, 0, 0, 2, 1e6f);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "3,7,5,13", "2,5,0,3", "0,4,2,3", "2,5,9,0", "3,200,150,384"})
    void rowsAreGatheredAndAddedUp(int B, int T, int K, int D) {
        NdArray a = NdArray.normal(1, B, T, D);
        int[] index = Values.indices(B * K, T, 2);
        Buffer indices = own(k.upload(index, Shape.of(B, K)));
        NdArray gathered = NdArray.of(Shape.of(B, K, D), p -> a.at(p[0], index[p[0] * K + p[1]], p[2]));
        Buffer picked = k.gatherRows(own(a), indices);
        assertResult("gatherRows", picked, gathered, 0);
        float[] sums = new float[B * T * D];
        for (int i = 0; i < gathered.values().length; i++) {
            int row = i / D;
            sums[(row / K * T + index[row]) * D + i % D] += gathered.values()[i];
        }
        assertResult(
                "scatterAddRows", k.scatterAddRows(picked, indices, T), new NdArray(Shape.of(B, T, D), sums), 1e-6);
    }

    @Test
    void indicesOutOfRangeAreRefused() {
        Buffer x = own(NdArray.normal(1, 2, 4, 3));
        Buffer w = own(NdArray.normal(2, 5, 3));
        Buffer b = own(k.full(Shape.of(5), 0f));
        Buffer rows = own(NdArray.normal(3, 2, 3));
        String remedy = "; Tensor.ofIndices checks those that come from outside";
        for (int wrong : new int[] {-1, 5}) {
            Buffer index = own(k.upload(new int[] {0, wrong}, Shape.of(2, 1)));
            Buffer target = own(k.reshape(index, Shape.of(2)));
            assertThatThrownBy(() -> k.gatherRows(x, index))
                    .isInstanceOf(BackendException.class)
                    .hasMessage("gatherRows of [2, 4, 3], [2, 1]: expected indices in 0..3, got " + wrong
                            + " at position 1" + remedy);
            assertThatThrownBy(() -> k.scatterAddRows(own(k.slice(x, 1, 0, 1)), index, 5))
                    .hasMessageContaining("expected indices in 0..4, got " + wrong);
            assertThatThrownBy(() -> k.linearCrossEntropy(rows, w, b, target, true))
                    .hasMessageContainingAll("linearCrossEntropy", "expected indices in 0..4, got " + wrong);
        }
    }

    @ParameterizedTest
    @CsvSource({"4 5 6 7", "1 1", "3 2049 2", "2049 3", "2 70001", "70001 1 2", "600 96", "5 300 33", "0 4", "1"})
    void reductionsOverEverySetOfAxes(String text) {
        Shape shape = shape(text);
        NdArray a = NdArray.normal(1, shape.toArray());
        Buffer x = own(a);
        for (int set = 1; set < 1 << shape.rank(); set++) {
            int chosen = set;
            int[] axes = IntStream.range(0, shape.rank())
                    .filter(i -> (chosen >> i & 1) == 1)
                    .toArray();
            boolean[] reduced = new boolean[shape.rank()];
            Arrays.stream(axes).forEach(axis -> reduced[axis] = true);
            NdArray sum = a.fold(reduced, 0, Double::sum);
            assertResult("sum " + Arrays.toString(axes), k.sum(x, axes, true), sum, 1e-6);
            int[] kept = IntStream.range(0, shape.rank())
                    .filter(i -> !reduced[i])
                    .map(shape::dim)
                    .toArray();
            assertResult("sum away", k.sum(x, axes, false), new NdArray(Shape.of(kept), sum.values()), 1e-6);
            if (Arrays.stream(axes).allMatch(axis -> shape.dim(axis) > 0)) {
                NdArray max = a.fold(reduced, Double.NEGATIVE_INFINITY, Math::max);
                assertResult("max", k.max(x, axes, true), max, 0);
            }
        }
    }

    @Test
    void sumOfAMillionValuesKeepsItsPrecision() {
        Buffer x = own(k.full(Shape.of(1000, 1000), 0.1f));
        float exact = (float) (1e6 * 0.1f);
        for (int[] axes : List.of(new int[] {0, 1}, new int[] {0}, new int[] {1})) {
            float factor = axes.length == 2 ? 1 : 1e-3f;
            float[] sums = k.downloadFloats(own(k.sum(x, axes, false)));
            Values.assertClose("sum", new float[] {sums[sums.length - 1]}, new float[] {exact * factor}, 5e-7);
        }
    }

    @Test
    void argMaxTakesTheLowestOfEqualPositions() {
        Buffer x = own(k.upload(new float[] {1, 3, 3, 2, -5, -7, -5, -5}, Shape.of(1, 2, 4)));
        Buffer positions = own(k.argMax(x));
        assertThat(positions.shape()).isEqualTo(Shape.of(1, 2));
        assertThat(positions.dtype()).isEqualTo(DType.INT32);
        assertThat(k.downloadInts(positions)).containsExactly(1, 0);
    }

    static Stream<List<String>> products() {
        return Stream.of(
                List.of("3 5", "5 7", ""),
                List.of("1 1", "1 1", ""),
                List.of("197 64", "64 385", ""),
                List.of("4 3 5", "4 5 7", "4"),
                List.of("4 3 5", "5 7", "4"),
                List.of("3 5", "4 5 7", "4"),
                List.of("2 1 3 5", "3 5 2", "2 3"),
                List.of("2 3 33 8", "2 3 8 33", "2 3"),
                List.of("0 5", "5 7", ""),
                List.of("3 0", "0 7", ""),
                List.of("0 3 5", "5 7", "0"),
                List.of("1 130 70", "1 70 110", "1"));
    }

    @ParameterizedTest
    @MethodSource("products")
    void matmulWithEveryTransposition(List<String> shapes) {
        NdArray a = NdArray.normal(1, shape(shapes.get(0)).toArray());
        NdArray b = NdArray.normal(2, shape(shapes.get(1)).toArray());
        for (boolean transposeA : new boolean[] {false, true}) {
            for (boolean transposeB : new boolean[] {false, true}) {
                MatmulSpec spec = new MatmulSpec(transposeA, transposeB);
                NdArray left = transposeA ? swapped(a) : a;
                NdArray right = transposeB ? swapped(b) : b;
                NdArray expected = product(left, right, spec);
                int[] batch = shape(shapes.get(2)).toArray();
                assertThat(Arrays.copyOf(
                                expected.shape().toArray(), expected.shape().rank() - 2))
                        .isEqualTo(batch);
                assertResult("matmul " + spec, k.matmul(own(left), own(right), spec), expected, 5e-6);
            }
        }
    }

    private static NdArray swapped(NdArray a) {
        int rank = a.shape().rank();
        Shape shape = a.shape().with(-1, a.shape().dim(-2)).with(-2, a.shape().dim(-1));
        return NdArray.of(shape, p -> a.at(swappedPosition(p, rank)));
    }

    private static int[] swappedPosition(int[] p, int rank) {
        int[] from = p.clone();
        from[rank - 1] = p[rank - 2];
        from[rank - 2] = p[rank - 1];
        return from;
    }

    private static NdArray product(NdArray left, NdArray right, MatmulSpec spec) {
        NdArray a = spec.transposeA() ? swapped(left) : left;
        NdArray b = spec.transposeB() ? swapped(right) : right;
        int rank = Math.max(a.shape().rank(), b.shape().rank());
        int[] dims = new int[rank];
        for (int axis = 0; axis < rank - 2; axis++) {
            int inA = axis - rank + a.shape().rank();
            int inB = axis - rank + b.shape().rank();
            int dimA = inA < 0 ? 1 : a.shape().dim(inA);
            dims[axis] = dimA == 1 && inB >= 0 ? b.shape().dim(inB) : dimA;
        }
        dims[rank - 2] = a.shape().dim(-2);
        dims[rank - 1] = b.shape().dim(-1);
        Function<int[], Double> element = p -> {
            double total = 0;
            for (int i = 0; i < a.shape().dim(-1); i++) {
                int[] atA = p.clone();
                int[] atB = p.clone();
                atA[rank - 1] = i;
                atB[rank - 2] = i;
                total += a.at(atA) * b.at(atB);
            }
            return total;
        };
        return NdArray.of(Shape.of(dims), element::apply);
    }
}
