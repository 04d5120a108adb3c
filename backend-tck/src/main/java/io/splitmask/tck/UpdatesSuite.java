package io.splitmask.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.spi.AdamwHyperparameters;
import io.splitmask.spi.AdamwMoments;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Kernels that change their first arguments in place, and the norm of gradients. */
abstract class UpdatesSuite extends Suite {
    /** Sizes of a few parameters, as one optimizer step meets them. */
    private static final int[][] PARAMETERS = {{1}, {13}, {7, 197}, {3, 1, 2, 2}, {}};

    UpdatesSuite(Supplier<Bench> bench) {
        super(bench);
    }

    @Test
    void K110_addInPlaceAdds() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int size : Samples.SIZES) {
            trials.add(Trial.inPlace(
                    "addInPlace",
                    "size " + size,
                    List.of(samples.normal(3, size), samples.normal(3, size)),
                    (k, in) -> k.addInPlace(in.get(0), in.get(1))));
        }
        trials.add(Trial.inPlace(
                "addInPlace", "to itself", List.of(samples.normal(13)), (k, in) -> k.addInPlace(in.get(0), in.get(0))));
        trials.add(Trial.inPlace(
                "addInPlace",
                "empty",
                List.of(samples.normal(0, 3), samples.normal(0, 3)),
                (k, in) -> k.addInPlace(in.get(0), in.get(1))));
        both(trials, Tolerances.ARITHMETIC);
    }

    @Test
    void K111_multiplyInPlaceMultiplies() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int size : Samples.SIZES) {
            trials.add(Trial.inPlace(
                    "multiplyInPlace",
                    "size " + size,
                    List.of(samples.normal(3, size)),
                    (k, in) -> k.multiplyInPlace(in.get(0), -0.3f)));
        }
        trials.add(Trial.inPlace(
                "multiplyInPlace", "no axes", List.of(samples.normal()), (k, in) -> k.multiplyInPlace(in.get(0), 2)));
        both(trials, Tolerances.ARITHMETIC);
    }

    @Test
    void K112_sumOfSquaresIsOverAllBuffers() {
        Samples samples = bench().samples();
        List<Sample> several = new ArrayList<>();
        for (int[] dims : new int[][] {{13}, {}, {7, 197}, {0, 3}, {64, 64}}) {
            several.add(samples.normal(dims));
        }
        sumOfSquares(several, Tolerances.FUSED);
        sumOfSquares(List.of(Sample.filled(0.1f, 1_000_003)), Tolerances.LONG_SUM);
        assertThat(bench().kernels().sumOfSquares(List.of())).isZero();
    }

    private void sumOfSquares(List<Sample> samples, Tolerance tolerance) {
        double expected = 0;
        for (Sample x : samples) {
            for (float value : x.floats()) {
                expected += (double) value * value;
            }
        }
        Trial trial = Trial.of(
                "sumOfSquares",
                samples.size() + " buffers",
                samples,
                (k, in) -> k.full(Shape.of(), (float) k.sumOfSquares(in)));
        bench().expect(trial, tolerance, Sample.of(Shape.of(), (float) expected));
    }

    @Test
    void K113_adamwStepsAgreeWithTheReference() {
        Samples samples = bench().samples();
        List<Sample> inputs = new ArrayList<>();
        for (int part = 0; part < 2; part++) {
            for (int[] dims : PARAMETERS) {
                inputs.add(samples.normal(dims));
            }
        }
        both(
                List.of(new Trial("adamwStep", "3 steps of " + PARAMETERS.length + " parameters", inputs, (k, in) -> {
                    List<Buffer> copies =
                            in.stream().map(x -> k.cast(x, x.dtype())).toList();
                    List<Buffer> parameters = copies.subList(0, PARAMETERS.length);
                    List<Buffer> gradients = copies.subList(PARAMETERS.length, copies.size());
                    AdamwMoments moments = zeroMoments(k, parameters);
                    for (int step = 1; step <= 3; step++) {
                        k.adamwStep(parameters, gradients, moments, settings(step, 0.5));
                    }
                    List<Buffer> all = new ArrayList<>(copies);
                    all.addAll(moments.first());
                    all.addAll(moments.second());
                    return all;
                })),
                Tolerances.FUSED);
    }

    @Test
    void K114_adamwDecaysWithoutAGradient() {
        Sample p = Sample.row(1, -2, 0.5f);
        float kept = (float) (1 - 0.1 * 0.05);
        bench().expect(
                        Trial.of("adamwStep", "gradient 0", List.of(p, Sample.filled(0, 3)), (k, in) -> {
                            Buffer copy = k.cast(in.get(0), in.get(0).dtype());
                            AdamwMoments moments = zeroMoments(k, List.of(copy));
                            k.adamwStep(List.of(copy), List.of(in.get(1)), moments, settings(1, 1));
                            Trial.close(moments.first());
                            Trial.close(moments.second());
                            return copy;
                        }),
                        Tolerances.FUNCTION,
                        Sample.row(kept, -2 * kept, 0.5f * kept));
    }

    @Test
    void K115_emaMixes() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (double momentum : new double[] {0.996, 0.9, 0, 1}) {
            trials.add(Trial.inPlace(
                    "ema",
                    "momentum " + momentum,
                    List.of(samples.normal(7, 13), samples.normal(197), samples.normal(7, 13), samples.normal(197)),
                    (k, in) -> k.ema(in.subList(0, 2), in.subList(2, 4), momentum)));
        }
        both(trials, Tolerances.FUNCTION);
        bench().expect(
                        Trial.inPlace(
                                "ema",
                                "known values",
                                List.of(Sample.row(1, 0), Sample.row(0, 4)),
                                (k, in) -> k.ema(in.subList(0, 1), in.subList(1, 2), 0.75)),
                        Tolerances.ARITHMETIC,
                        Sample.row(0.75f, 1),
                        Sample.row(0, 4));
        bench().expect(
                        Trial.inPlace(
                                "ema",
                                "momentum near 1, as at the end of a run",
                                List.of(Sample.row(0, 1), Sample.row(1e6f, 0)),
                                (k, in) -> k.ema(in.subList(0, 1), in.subList(1, 2), 1 - 1e-6)),
                        Tolerances.ARITHMETIC,
                        Sample.row(1, (float) (1 - 1e-6)),
                        Sample.row(1e6f, 0));
    }

    @Test
    void K116_updatesKeepTheHandle() {
        Kernels k = bench().kernels();
        try (Buffer target = k.full(Shape.of(3), 2);
                Buffer one = k.full(Shape.of(3), 1)) {
            k.addInPlace(target, one);
            k.multiplyInPlace(target, 2);
            k.ema(List.of(target), List.of(one), 0.5);
            assertThat(k.downloadFloats(target)).containsOnly(3.5f);
            k.assign(target, one);
            assertThat(k.downloadFloats(target)).containsOnly(1);
            k.multiplyInPlace(target, 5);
            assertThat(k.downloadFloats(one))
                    .as("the source of an earlier assign")
                    .containsOnly(1);
        }
    }

    private void both(List<Trial> trials, Tolerance tolerance) {
        bench().each(trials, trial -> {
            bench().compare(trial, tolerance);
            bench().compareWithComposed(trial, tolerance);
        });
    }

    private static AdamwMoments zeroMoments(Kernels k, List<Buffer> parameters) {
        return new AdamwMoments(
                parameters.stream().map(p -> k.full(p.shape(), 0)).toList(),
                parameters.stream().map(p -> k.full(p.shape(), 0)).toList());
    }

    private static AdamwHyperparameters settings(long step, double gradientScale) {
        return new AdamwHyperparameters(0.1, 0.9, 0.95, 1e-8, 0.05, step, gradientScale);
    }
}
