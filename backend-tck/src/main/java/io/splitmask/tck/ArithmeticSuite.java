package io.splitmask.tck;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Element by element: the four operations under broadcasting, and functions of one element. */
abstract class ArithmeticSuite extends Suite {
    ArithmeticSuite(Supplier<Bench> bench) {
        super(bench);
    }

    @Test
    void K030_addBroadcasts() {
        broadcasts("add", Kernels::add);
    }

    @Test
    void K031_subtractBroadcasts() {
        broadcasts("subtract", Kernels::subtract);
    }

    @Test
    void K032_multiplyBroadcasts() {
        broadcasts("multiply", Kernels::multiply);
    }

    @Test
    void K033_divideBroadcasts() {
        Samples samples = bench().samples();
        bench().each(
                        BinaryForms.of(
                                "divide",
                                Kernels::divide,
                                (operand, dims) ->
                                        operand == 0 ? samples.normal(dims) : samples.uniform(0.5f, 3f, dims)),
                        trial -> bench().compare(trial, Tolerances.ARITHMETIC));
    }

    @Test
    void K034_operandsMayBeTheSameBuffer() {
        Sample x = Sample.row(1, -2, 0.5f);
        same("add", Kernels::add, x, Sample.row(2, -4, 1));
        same("subtract", Kernels::subtract, x, Sample.row(0, 0, 0));
        same("multiply", Kernels::multiply, x, Sample.row(1, 4, 0.25f));
        same("divide", Kernels::divide, x, Sample.row(1, 1, 1));
    }

    @Test
    void K035_leftAndRightAreNotSwapped() {
        Sample a = Sample.of(Shape.of(2, 1), 6, 8);
        Sample b = Sample.row(2, 4);
        pair("subtract", Kernels::subtract, a, b, Sample.of(Shape.of(2, 2), 4, 2, 6, 4));
        pair("divide", Kernels::divide, a, b, Sample.of(Shape.of(2, 2), 3, 1.5f, 4, 2));
        pair("divide", Kernels::divide, b, a, Sample.of(Shape.of(2, 2), 2 / 6f, 4 / 6f, 0.25f, 0.5f));
    }

    @Test
    void K036_numbersAreOperandsToo() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int size : Samples.SIZES) {
            Sample x = samples.normal(3, size);
            trials.add(Trial.of("add", "x + 0.7, size " + size, List.of(x), (k, in) -> k.add(in.get(0), 0.7f)));
            trials.add(Trial.of(
                    "multiply", "x * -3.1, size " + size, List.of(x), (k, in) -> k.multiply(in.get(0), -3.1f)));
        }
        trials.add(Trial.of("add", "empty", List.of(samples.normal(0, 3)), (k, in) -> k.add(in.get(0), 1f)));
        trials.add(Trial.of("multiply", "no axes", List.of(samples.normal()), (k, in) -> k.multiply(in.get(0), 2f)));
        bench().each(trials, trial -> bench().compare(trial, Tolerances.ARITHMETIC));
    }

    @Test
    void K037_functionsOfOneElement() {
        List<Trial> trials = new ArrayList<>();
        trials.addAll(function("exp", Kernels::exp, samples -> dims -> samples.uniform(-20, 20, dims)));
        trials.addAll(function("log", Kernels::log, samples -> dims -> samples.uniform(1e-4f, 50, dims)));
        trials.addAll(function("sqrt", Kernels::sqrt, samples -> dims -> samples.uniform(0, 1000, dims)));
        trials.addAll(function("tanh", Kernels::tanh, samples -> dims -> samples.uniform(-12, 12, dims)));
        bench().each(trials, trial -> bench().compare(trial, Tolerances.FUNCTION));
    }

    @Test
    void K038_erfIsExactToTwoMillionths() {
        List<Trial> trials = function("erf", Kernels::erf, samples -> dims -> samples.uniform(-5, 5, dims));
        bench().each(trials, trial -> bench().compare(trial, Tolerances.ERF));
        bench().expect(
                        Trial.of(
                                "erf",
                                "known values",
                                List.of(Sample.row(0, 0.5f, 1, -1, 2, 30, -30)),
                                (k, in) -> k.erf(in.get(0))),
                        Tolerances.ERF,
                        Sample.row(0, 0.5204999f, 0.8427008f, -0.8427008f, 0.9953223f, 1, -1));
    }

    @Test
    void K039_functionsHaveTheirKnownValues() {
        known("exp", Kernels::exp, Sample.row(0, 1, -1), Sample.row(1, 2.7182817f, 0.36787945f));
        known("log", Kernels::log, Sample.row(1, 2.7182817f, 0.5f), Sample.row(0, 1, -0.6931472f));
        known("sqrt", Kernels::sqrt, Sample.row(0, 4, 2), Sample.row(0, 2, 1.4142135f));
        known("tanh", Kernels::tanh, Sample.row(0, 0.5f, -20), Sample.row(0, 0.46211717f, -1));
    }

    /** A kernel of one operand. */
    @FunctionalInterface
    interface Unary {
        Buffer run(Kernels k, Buffer x);
    }

    private void broadcasts(String kernel, BinaryForms.Binary binary) {
        Samples samples = bench().samples();
        BiFunction<Integer, int[], Sample> operands = (operand, dims) -> samples.normal(dims);
        bench().each(BinaryForms.of(kernel, binary, operands), trial -> bench().compare(trial, Tolerances.ARITHMETIC));
    }

    private void same(String kernel, BinaryForms.Binary binary, Sample x, Sample expected) {
        bench().expect(
                        Trial.of(
                                kernel,
                                "the same buffer twice",
                                List.of(x),
                                (k, in) -> binary.run(k, in.get(0), in.get(0))),
                        Tolerances.ARITHMETIC,
                        expected);
    }

    private void pair(String kernel, BinaryForms.Binary binary, Sample a, Sample b, Sample expected) {
        bench().expect(
                        Trial.of(
                                kernel,
                                a.shape() + " with " + b.shape(),
                                List.of(a, b),
                                (k, in) -> binary.run(k, in.get(0), in.get(1))),
                        Tolerances.ARITHMETIC,
                        expected);
    }

    private void known(String kernel, Unary unary, Sample x, Sample expected) {
        bench().expect(
                        Trial.of(kernel, "known values", List.of(x), (k, in) -> unary.run(k, in.get(0))),
                        Tolerances.FUNCTION,
                        expected);
    }

    private List<Trial> function(String kernel, Unary unary, Function<Samples, Function<int[], Sample>> range) {
        Function<int[], Sample> sample = range.apply(bench().samples());
        List<Trial> trials = new ArrayList<>();
        for (int size : Samples.SIZES) {
            trials.add(Trial.of(
                    kernel,
                    "size " + size,
                    List.of(sample.apply(new int[] {3, size})),
                    (k, in) -> unary.run(k, in.get(0))));
        }
        trials.add(
                Trial.of(kernel, "empty", List.of(sample.apply(new int[] {0, 3})), (k, in) -> unary.run(k, in.get(0))));
        trials.add(Trial.of(kernel, "no axes", List.of(sample.apply(new int[0])), (k, in) -> unary.run(k, in.get(0))));
        return trials;
    }
}
