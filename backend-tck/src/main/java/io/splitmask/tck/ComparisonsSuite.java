package io.splitmask.tck;

import io.splitmask.spi.Kernels;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Greater, equal, and the choice between two. */
abstract class ComparisonsSuite extends Suite {
    private static final float NAN = Float.NaN;

    ComparisonsSuite(Supplier<Bench> bench) {
        super(bench);
    }

    @Test
    void K100_greaterBroadcasts() {
        Samples samples = bench().samples();
        bench().each(
                        BinaryForms.of("greater", Kernels::greater, (operand, dims) -> samples.sixteenths(dims)),
                        trial -> bench().compare(trial, Tolerance.EXACT));
    }

    @Test
    void K101_equalBroadcasts() {
        Samples samples = bench().samples();
        bench().each(
                        BinaryForms.of("equal", Kernels::equal, (operand, dims) -> asFloats(samples.indices(3, dims))),
                        trial -> bench().compare(trial, Tolerance.EXACT));
    }

    @Test
    void K102_comparisonsGiveOneOrZero() {
        Sample a = Sample.row(1, 2, 3, 0f, NAN, 1, Float.POSITIVE_INFINITY);
        Sample b = Sample.row(2, 2, 2, -0f, NAN, NAN, Float.MAX_VALUE);
        bench().expect(
                        Trial.of("greater", "known values", List.of(a, b), (k, in) -> k.greater(in.get(0), in.get(1))),
                        Tolerance.EXACT,
                        Sample.row(0, 0, 1, 0, 0, 0, 1));
        bench().expect(
                        Trial.of("equal", "known values", List.of(a, b), (k, in) -> k.equal(in.get(0), in.get(1))),
                        Tolerance.EXACT,
                        Sample.row(0, 1, 0, 1, 0, 0, 0));
    }

    @Test
    void K103_selectTakesEitherSide() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        int[][][] shapes = {
            {{3, 7}, {3, 7}, {3, 7}},
            {{}, {3, 7}, {3, 7}},
            {{3, 1}, {3, 7}, {}},
            {{3, 7}, {7}, {3, 1}},
            {{2, 1, 1}, {1, 3, 1}, {1, 1, 4}},
            {{197}, {}, {}},
            {{0, 3}, {3}, {1}},
            {{64, 13}, {13}, {64, 13}},
        };
        for (int[][] shape : shapes) {
            Sample condition = asFloats(samples.indices(2, shape[0]));
            Sample a = samples.normal(shape[1]);
            Sample b = samples.normal(shape[2]);
            trials.add(Trial.of(
                    "select",
                    condition.shape() + ", " + a.shape() + ", " + b.shape(),
                    List.of(condition, a, b),
                    (k, in) -> k.select(in.get(0), in.get(1), in.get(2))));
        }
        bench().each(trials, trial -> bench().compare(trial, Tolerance.EXACT));
    }

    @Test
    void K104_selectIgnoresTheSideNotTaken() {
        Sample condition = Sample.of(Shape.of(5), 1, 0, -0.5f, 1e-30f, -0f);
        Sample a = Sample.row(1, NAN, 3, 4, Float.POSITIVE_INFINITY);
        Sample b = Sample.row(NAN, 20, Float.NEGATIVE_INFINITY, NAN, 50);
        bench().expect(
                        Trial.of(
                                "select",
                                "NaN and infinity on the other side; any number but 0 is true",
                                List.of(condition, a, b),
                                (k, in) -> k.select(in.get(0), in.get(1), in.get(2))),
                        Tolerance.EXACT,
                        Sample.row(1, 20, 3, 4, 50));
    }

    private static Sample asFloats(Sample x) {
        float[] values = new float[x.ints().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = x.ints()[i];
        }
        return Sample.of(x.shape(), values);
    }
}
