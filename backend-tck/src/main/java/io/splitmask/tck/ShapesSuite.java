package io.splitmask.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Elements under other shapes and in other orders; nothing is computed, so everything is exact. */
abstract class ShapesSuite extends Suite {
    ShapesSuite(Supplier<Bench> bench) {
        super(bench);
    }

    @Test
    void K020_reshapeKeepsTheRowMajorOrder() {
        Samples samples = bench().samples();
        List<Sample> inputs = List.of(
                samples.normal(2, 3, 4),
                samples.normal(1),
                samples.normal(),
                samples.normal(0, 3),
                samples.indices(9, 6, 4));
        List<Shape> shapes = List.of(Shape.of(4, 6), Shape.of(), Shape.of(1, 1), Shape.of(5, 0), Shape.of(24));
        for (int i = 0; i < inputs.size(); i++) {
            Sample x = inputs.get(i);
            Shape shape = shapes.get(i);
            Sample expected = x.ints().length > 0 ? Sample.ofInts(shape, x.ints()) : Sample.of(shape, x.floats());
            bench().expect(
                            Trial.of(
                                    "reshape",
                                    x.shape() + " to " + shape,
                                    List.of(x),
                                    (k, in) -> k.reshape(in.get(0), shape)),
                            Tolerance.EXACT,
                            expected);
        }
    }

    @Test
    void K021_reshapedHandlesLiveOnTheirOwn() {
        Kernels k = bench().kernels();
        Buffer x = k.upload(new float[] {1, 2, 3, 4}, Shape.of(4));
        try (Buffer square = k.reshape(x, Shape.of(2, 2));
                Buffer column = k.reshape(square, Shape.of(4, 1))) {
            x.close();
            try (Buffer others = k.full(Shape.of(4), 9)) {
                assertThat(k.downloadFloats(square)).containsExactly(1, 2, 3, 4);
                assertThat(k.downloadFloats(column)).containsExactly(1, 2, 3, 4);
                assertThat(k.downloadFloats(others)).containsOnly(9);
            }
        }
    }

    @Test
    void K022_permuteMovesAxes() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int[] axes : permutations(4)) {
            trials.add(permute(samples.normal(3, 1, 7, 2), axes));
        }
        for (int[] axes : permutations(3)) {
            trials.add(permute(samples.normal(13, 64, 7), axes));
        }
        trials.add(permute(samples.normal(197, 64), 1, 0));
        trials.add(permute(samples.normal(5), 0));
        trials.add(permute(samples.normal()));
        trials.add(permute(samples.normal(0, 3, 2), 2, 0, 1));
        trials.add(permute(samples.normal(2, 3, 2, 5, 3), 2, 0, 3, 1, 4));
        bench().each(trials, trial -> bench().compare(trial, Tolerance.EXACT));
    }

    @Test
    void K023_permuteOfAMatrixTransposesIt() {
        bench().expect(
                        permute(Sample.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6), 1, 0),
                        Tolerance.EXACT,
                        Sample.of(Shape.of(3, 2), 1, 4, 2, 5, 3, 6));
    }

    @Test
    void K024_sliceTakesAHalfOpenRange() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (Sample x : List.of(samples.normal(7, 13, 3), samples.indices(99, 7, 13, 3))) {
            for (int axis = 0; axis < 3; axis++) {
                int size = x.shape().dim(axis);
                trials.add(slice(x, axis, 0, size));
                trials.add(slice(x, axis, 1, size - 1));
                trials.add(slice(x, axis, size - 1, size));
                trials.add(slice(x, axis, 1, 1));
            }
        }
        trials.add(slice(samples.normal(197), 0, 3, 100));
        trials.add(slice(samples.normal(0, 5), 1, 1, 3));
        bench().each(trials, trial -> bench().compare(trial, Tolerance.EXACT));
    }

    @Test
    void K025_concatJoinsInOrder() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        trials.add(concat("first axis", 0, samples.normal(2, 3), samples.normal(1, 3), samples.normal(4, 3)));
        trials.add(concat("middle axis", 1, samples.normal(2, 1, 5), samples.normal(2, 196, 5)));
        trials.add(concat("last axis", 2, samples.normal(2, 3, 1), samples.normal(2, 3, 7), samples.normal(2, 3, 3)));
        trials.add(concat("one part", 0, samples.normal(3, 2)));
        trials.add(concat("an empty part", 1, samples.normal(2, 0), samples.normal(2, 3)));
        trials.add(concat("nothing but empty", 1, samples.normal(0, 2), samples.normal(0, 3)));
        trials.add(concat("integers", 1, samples.indices(9, 3, 2), samples.indices(9, 3, 5)));
        trials.add(Trial.of(
                "concat",
                "the same buffer twice",
                List.of(samples.normal(3, 7)),
                (k, in) -> k.concat(List.of(in.get(0), in.get(0)), 1)));
        bench().each(trials, trial -> bench().compare(trial, Tolerance.EXACT));
    }

    @Test
    void K026_broadcastToRepeats() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        trials.add(broadcastTo(samples.normal(), Shape.of(3, 2)));
        trials.add(broadcastTo(samples.normal(1), Shape.of(7)));
        trials.add(broadcastTo(samples.normal(13), Shape.of(3, 13)));
        trials.add(broadcastTo(samples.normal(3, 1), Shape.of(3, 13)));
        trials.add(broadcastTo(samples.normal(1, 1, 4), Shape.of(3, 2, 4)));
        trials.add(broadcastTo(samples.normal(2, 1, 4), Shape.of(5, 2, 3, 4)));
        trials.add(broadcastTo(samples.normal(1, 3), Shape.of(0, 3)));
        trials.add(broadcastTo(samples.normal(2, 3), Shape.of(2, 3)));
        bench().each(trials, trial -> bench().compare(trial, Tolerance.EXACT));
    }

    @Test
    void K027_concatOfSlicesRestores() {
        Sample x = bench().samples().normal(3, 197, 5);
        bench().expect(
                        Trial.of("slice, concat", "in two parts", List.of(x), (k, in) -> {
                            try (Buffer left = k.slice(in.get(0), 1, 0, 64);
                                    Buffer right = k.slice(in.get(0), 1, 64, 197)) {
                                return k.concat(List.of(left, right), 1);
                            }
                        }),
                        Tolerance.EXACT,
                        x);
    }

    @Test
    void K028_kernelsReadPermutedAndSlicedBuffers() {
        Samples samples = bench().samples();
        Sample x = samples.normal(3, 13, 7);
        List<Trial> trials = List.of(
                onView("add", x, (k, view) -> k.add(view.get(0), view.get(0))),
                onView("sum", x, (k, view) -> k.sum(view.get(0), new int[] {1}, false)),
                onView("matmul", x, (k, view) -> k.matmul(view.get(0), view.get(0), MatmulSpec.TN)),
                onView("softmax", x, (k, view) -> k.softmax(view.get(0))),
                onView("reshape", x, (k, view) -> k.reshape(view.get(0), Shape.of(6, 13))),
                onView("concat", x, (k, view) -> k.concat(List.of(view.get(0), view.get(0)), 2)));
        bench().each(trials, trial -> bench().compare(trial, Tolerances.REDUCTION.overSumOf(13)));
    }

    /** Computes from rows 1..2 of x [3, 13, 7] in the order [2, 3, 13]. */
    private static Trial onView(String kernel, Sample x, Trial.Single computation) {
        return Trial.of(kernel, "of a permuted slice", List.of(x), (k, in) -> {
            try (Buffer part = k.slice(in.get(0), 2, 1, 3); // [3, 13, 2]
                    Buffer view = k.permute(part, new int[] {2, 0, 1})) { // [2, 3, 13]
                return computation.run(k, List.of(view));
            }
        });
    }

    private static Trial permute(Sample x, int... axes) {
        return Trial.of(
                "permute",
                x.shape() + " by " + Arrays.toString(axes),
                List.of(x),
                (k, in) -> k.permute(in.get(0), axes));
    }

    private static Trial slice(Sample x, int axis, int start, int stop) {
        return Trial.of(
                "slice",
                x + ", axis " + axis + ", " + start + " to " + stop,
                List.of(x),
                (k, in) -> k.slice(in.get(0), axis, start, stop));
    }

    private static Trial concat(String label, int axis, Sample... parts) {
        return Trial.of("concat", label, List.of(parts), (k, in) -> k.concat(in, axis));
    }

    private static Trial broadcastTo(Sample x, Shape shape) {
        return Trial.of(
                "broadcastTo", x.shape() + " to " + shape, List.of(x), (k, in) -> k.broadcastTo(in.get(0), shape));
    }

    private static List<int[]> permutations(int rank) {
        List<int[]> orders = new ArrayList<>();
        permutations(new int[rank], 0, 0, orders);
        return orders;
    }

    private static void permutations(int[] order, int position, int used, List<int[]> orders) {
        if (position == order.length) {
            orders.add(order.clone());
        }
        for (int axis = 0; position < order.length && axis < order.length; axis++) {
            if ((used & (1 << axis)) == 0) {
                order[position] = axis;
                permutations(order, position + 1, used | (1 << axis), orders);
            }
        }
    }
}
