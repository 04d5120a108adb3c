package io.splitmask.tck;

import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Matrix products: flags, batches, odd sizes. */
abstract class MatmulSuite extends Suite {
    private static final MatmulSpec TT = new MatmulSpec(true, true);
    private static final List<MatmulSpec> FLAGS = List.of(MatmulSpec.NN, MatmulSpec.NT, MatmulSpec.TN, TT);

    MatmulSuite(Supplier<Bench> bench) {
        super(bench);
    }

    @Test
    void K060_matmulOfOddSizesUnderAllFlags() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        int[][] sizes = {
            {1, 1, 1}, {1, 7, 1}, {3, 1, 5}, {7, 13, 3}, {13, 64, 7}, {64, 64, 64}, {197, 3, 64}, {1, 197, 13}
        };
        for (int[] mkn : sizes) {
            for (MatmulSpec spec : FLAGS) {
                trials.add(product(spec, samples, mkn, new int[0], new int[0]));
            }
        }
        check(trials);
    }

    @Test
    void K061_matmulOfBatchesUnderAllFlags() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        int[] mkn = {7, 13, 3};
        for (MatmulSpec spec : FLAGS) {
            trials.add(product(spec, samples, mkn, new int[] {3}, new int[] {3}));
            trials.add(product(spec, samples, mkn, new int[] {2, 3}, new int[] {2, 3}));
            trials.add(product(spec, samples, mkn, new int[] {2, 1, 3}, new int[] {2, 1, 3}));
        }
        trials.add(product(MatmulSpec.NT, samples, new int[] {197, 32, 197}, new int[] {2, 3}, new int[] {2, 3}));
        check(trials);
    }

    @Test
    void K062_leadingAxesBroadcastBothWays() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        int[] mkn = {3, 7, 5};
        for (MatmulSpec spec : FLAGS) {
            trials.add(product(spec, samples, mkn, new int[] {4}, new int[0]));
            trials.add(product(spec, samples, mkn, new int[0], new int[] {4}));
            trials.add(product(spec, samples, mkn, new int[] {2, 1}, new int[] {1, 3}));
            trials.add(product(spec, samples, mkn, new int[] {3}, new int[] {2, 3}));
            trials.add(product(spec, samples, mkn, new int[] {2, 3}, new int[] {2, 1}));
        }
        check(trials);
    }

    @Test
    void K063_operandsMayBeTheSameBuffer() {
        Sample x = bench().samples().normal(2, 13, 7);
        Sample square = bench().samples().normal(7, 7);
        check(List.of(
                Trial.of("matmul", "x x^T", List.of(x), (k, in) -> k.matmul(in.get(0), in.get(0), MatmulSpec.NT)),
                Trial.of("matmul", "x^T x", List.of(x), (k, in) -> k.matmul(in.get(0), in.get(0), MatmulSpec.TN)),
                Trial.of("matmul", "x x", List.of(square), (k, in) -> k.matmul(in.get(0), in.get(0), MatmulSpec.NN)),
                Trial.of("matmul", "x^T x^T", List.of(square), (k, in) -> k.matmul(in.get(0), in.get(0), TT))));
    }

    @Test
    void K064_emptySizes() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (MatmulSpec spec : FLAGS) {
            trials.add(product(spec, samples, new int[] {0, 3, 2}, new int[0], new int[0]));
            trials.add(product(spec, samples, new int[] {3, 2, 0}, new int[] {2}, new int[] {2}));
            trials.add(product(spec, samples, new int[] {3, 0, 2}, new int[0], new int[0]));
            trials.add(product(spec, samples, new int[] {3, 2, 5}, new int[] {0}, new int[] {0}));
            trials.add(product(spec, samples, new int[] {3, 2, 5}, new int[] {0, 2}, new int[0]));
        }
        check(trials);
    }

    @Test
    void K065_matmulHasItsKnownValues() {
        Sample a = Sample.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        Sample b = Sample.of(Shape.of(3, 2), 1, 0, 2, -1, 0, 3);
        known(MatmulSpec.NN, a, b, Sample.of(Shape.of(2, 2), 5, 7, 14, 13));
        known(TT, a, b, Sample.of(Shape.of(3, 3), 1, -2, 12, 2, -1, 15, 3, 0, 18));
        Sample c = Sample.of(Shape.of(2, 2), 1, 10, 100, 1000);
        known(MatmulSpec.TN, a, c, Sample.of(Shape.of(3, 2), 401, 4010, 502, 5020, 603, 6030));
        Sample d = Sample.of(Shape.of(1, 3), 1, 10, 100);
        known(MatmulSpec.NT, a, d, Sample.of(Shape.of(2, 1), 321, 654));
    }

    @Test
    void K066_identityChangesNothing() {
        Sample x = bench().samples().normal(3, 13, 13);
        float[] ones = new float[13 * 13];
        for (int i = 0; i < 13; i++) {
            ones[i * 14] = 1;
        }
        Sample identity = Sample.of(Shape.of(13, 13), ones);
        known(MatmulSpec.NN, x, identity, x);
        known(MatmulSpec.NT, x, identity, x);
        known(MatmulSpec.NN, identity, x, x);
    }

    private void known(MatmulSpec spec, Sample a, Sample b, Sample expected) {
        bench().expect(matmul(spec, a, b), Tolerances.REDUCTION, expected);
    }

    private void check(List<Trial> trials) {
        bench().each(trials, trial -> bench().compare(
                        trial,
                        Tolerances.REDUCTION.overSumOf(
                                longest(trial.inputs().get(0).shape()))));
    }

    /** An upper bound of the inner size, whichever way the matrix is read. */
    private static int longest(Shape shape) {
        return Math.max(shape.dim(-1), shape.dim(-2));
    }

    private static Trial product(MatmulSpec spec, Samples samples, int[] mkn, int[] batchA, int[] batchB) {
        int[] a = spec.transposeA() ? append(batchA, mkn[1], mkn[0]) : append(batchA, mkn[0], mkn[1]);
        int[] b = spec.transposeB() ? append(batchB, mkn[2], mkn[1]) : append(batchB, mkn[1], mkn[2]);
        return matmul(spec, samples.normal(a), samples.normal(b));
    }

    static Trial matmul(MatmulSpec spec, Sample a, Sample b) {
        String label = a.shape() + (spec.transposeA() ? "^T " : " ") + b.shape() + (spec.transposeB() ? "^T" : "");
        return Trial.of("matmul", label, List.of(a, b), (k, in) -> k.matmul(in.get(0), in.get(1), spec));
    }

    private static int[] append(int[] leading, int rows, int columns) {
        int[] dims = Arrays.copyOf(leading, leading.length + 2);
        dims[leading.length] = rows;
        dims[leading.length + 1] = columns;
        return dims;
    }
}
