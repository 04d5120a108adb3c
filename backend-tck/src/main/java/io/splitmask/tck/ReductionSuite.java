package io.splitmask.tck;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sums, maxima and positions over any axes. */
abstract class ReductionSuite extends Suite {
    /** A reduction. */
    @FunctionalInterface
    private interface Reduce {
        Buffer run(Kernels k, Buffer x, int[] axes, boolean keepAxes);
    }

    ReductionSuite(Supplier<Bench> bench) {
        super(bench);
    }

    @Test
    void K050_sumOverAnyAxes() {
        bench().each(overAnyAxes("sum", Kernels::sum), trial -> bench().compare(trial, summed(trial)));
    }

    @Test
    void K051_maxOverAnyAxes() {
        bench().each(overAnyAxes("max", Kernels::max), trial -> bench().compare(trial, Tolerance.EXACT));
    }

    @Test
    void K052_sumOfEveryOddLength() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int size : Samples.SIZES) {
            trials.add(reduce("sum", Kernels::sum, samples.normal(7, size), true, 1));
            trials.add(reduce("sum", Kernels::sum, samples.normal(size, 7), false, 0));
            trials.add(reduce("sum", Kernels::sum, samples.normal(size), false, 0));
        }
        bench().each(trials, trial -> bench().compare(trial, summed(trial)));
    }

    @Test
    void K053_sumOverNothingIsZero() {
        bench().expect(
                        reduce("sum", Kernels::sum, Sample.filled(1, 3, 0), false, 1),
                        Tolerance.EXACT,
                        Sample.filled(0, 3));
        bench().expect(
                        reduce("sum", Kernels::sum, Sample.filled(1, 0, 7), true, 0),
                        Tolerance.EXACT,
                        Sample.filled(0, 1, 7));
        bench().expect(
                        reduce("sum", Kernels::sum, Sample.filled(1, 0, 7), false, 1),
                        Tolerance.EXACT,
                        Sample.filled(0, 0));
    }

    @Test
    void K054_longSumsDoNotDrift() {
        int n = 1_000_003;
        float tenth = 0.1f;
        bench().expect(
                        reduce("sum", Kernels::sum, Sample.filled(tenth, n), false, 0),
                        Tolerances.LONG_SUM,
                        Sample.filled((float) ((double) tenth * n)));
        int rows = 300_007;
        bench().expect(
                        reduce("sum", Kernels::sum, Sample.filled(tenth, rows, 3), false, 0),
                        Tolerances.LONG_SUM,
                        Sample.filled((float) ((double) tenth * rows), 3));
        bench().expect(
                        reduce("sum", Kernels::sum, Sample.filled(tenth, 3, rows), true, 1),
                        Tolerances.LONG_SUM,
                        Sample.filled((float) ((double) tenth * rows), 3, 1));
    }

    @Test
    void K055_maxOfNegativeNumbersIsNegative() {
        Samples samples = bench().samples();
        for (int size : Samples.SIZES) {
            Sample x = samples.uniform(-5, -1, 3, size);
            bench().compare(reduce("max", Kernels::max, x, false, 1), Tolerance.EXACT);
            bench().compare(reduce("max", Kernels::max, x, true, 0), Tolerance.EXACT);
        }
        bench().expect(
                        reduce("max", Kernels::max, Sample.row(-3, Float.NEGATIVE_INFINITY, -7), false, 0),
                        Tolerance.EXACT,
                        Sample.filled(-3));
    }

    @Test
    void K056_argMaxFindsTheLargest() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int size : Samples.SIZES) {
            trials.add(argMax("rows of " + size, samples.normal(2, 3, size)));
        }
        trials.add(argMax("one row", samples.normal(13)));
        trials.add(argMax("empty batch", samples.normal(0, 7)));
        bench().each(trials, trial -> bench().compare(trial, Tolerance.EXACT));
    }

    @Test
    void K057_argMaxTakesTheFirstOfEquals() {
        float[] row = new float[197];
        row[64] = 2;
        row[13] = 2;
        row[190] = 2;
        bench().expect(
                        argMax("three equal maxima", Sample.of(Shape.of(1, 197), row)),
                        Tolerance.EXACT,
                        Sample.ofInts(Shape.of(1), 13));
        bench().expect(
                        argMax("all equal", Sample.filled(-1, 3, 64)),
                        Tolerance.EXACT,
                        Sample.ofInts(Shape.of(3), 0, 0, 0));
    }

    @Test
    void K058_reductionsHaveTheirKnownValues() {
        Sample x = Sample.of(Shape.of(2, 3), 1, 5, 3, 4, 2, 6);
        bench().expect(reduce("sum", Kernels::sum, x, false, 0), Tolerance.EXACT, Sample.row(5, 7, 9));
        bench().expect(reduce("sum", Kernels::sum, x, true, 1), Tolerance.EXACT, Sample.of(Shape.of(2, 1), 9, 12));
        bench().expect(reduce("sum", Kernels::sum, x, false, 0, 1), Tolerance.EXACT, Sample.filled(21));
        bench().expect(reduce("max", Kernels::max, x, false, 1), Tolerance.EXACT, Sample.row(5, 6));
        bench().expect(argMax("known values", x), Tolerance.EXACT, Sample.ofInts(Shape.of(2), 1, 2));
    }

    /** Every non-empty set of axes of a few shapes, with and without keeping them. */
    private List<Trial> overAnyAxes(String kernel, Reduce reduce) {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int[] dims : new int[][] {{13}, {7, 13}, {2, 3, 4}, {3, 1, 5, 2}}) {
            Sample x = samples.normal(dims);
            for (int set = 1; set < 1 << dims.length; set++) {
                int chosen = set;
                int[] axes = IntStream.range(0, dims.length)
                        .filter(axis -> (chosen & (1 << axis)) != 0)
                        .toArray();
                trials.add(reduce(kernel, reduce, x, false, axes));
                trials.add(reduce(kernel, reduce, x, true, axes));
            }
        }
        trials.add(reduce(kernel, reduce, samples.normal(0, 3), false, 1));
        return trials;
    }

    private static Trial reduce(String kernel, Reduce reduce, Sample x, boolean keepAxes, int... axes) {
        String label = x.shape() + " over " + Arrays.toString(axes) + (keepAxes ? ", kept" : "");
        return Trial.of(kernel, label, List.of(x), (k, in) -> reduce.run(k, in.get(0), axes, keepAxes));
    }

    private static Trial argMax(String label, Sample x) {
        return Trial.of("argMax", label, List.of(x), (k, in) -> k.argMax(in.get(0)));
    }

    private static Tolerance summed(Trial trial) {
        return Tolerances.REDUCTION.overSumOf(trial.inputs().get(0).shape().size());
    }
}
