package io.splitmask.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Infinities, NaN, denormals, large offsets, and rows in which everything is equal. */
abstract class SpecialValuesSuite extends Suite {
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final float OFFSET = 4096;

    SpecialValuesSuite(Supplier<Bench> bench) {
        super(bench);
    }

    @Test
    void K040_softmaxIgnoresACommonOffset() {
        for (int size : Samples.SIZES) {
            Sample x = bench().samples().sixteenths(3, size);
            for (float offset : new float[] {OFFSET, -OFFSET}) {
                String label = "rows of " + size + ", offset " + offset;
                bench().expect(
                                FusedTrials.softmax(label, shifted(x, offset)),
                                Tolerances.FUSED,
                                bench().run(FusedTrials.softmax("no offset", x)).get(0));
                bench().expect(
                                FusedTrials.logSoftmax(label, shifted(x, offset)),
                                Tolerances.FUSED,
                                bench().run(FusedTrials.logSoftmax("no offset", x))
                                        .get(0));
            }
        }
    }

    @Test
    void K041_softmaxGivesNothingToMinusInfinity() {
        Sample x = Sample.of(Shape.of(2, 3), -INF, 0, 0, 5, -INF, -INF);
        bench().expect(
                        FusedTrials.softmax("-inf among numbers", x),
                        Tolerances.FUSED,
                        Sample.of(Shape.of(2, 3), 0, 0.5f, 0.5f, 1, 0, 0));
        float half = (float) Math.log(0.5);
        bench().expect(
                        FusedTrials.logSoftmax("-inf among numbers", x),
                        Tolerances.FUSED,
                        Sample.of(Shape.of(2, 3), -INF, half, half, 0, -INF, -INF));
    }

    @Test
    void K042_softmaxOfEqualLogitsIsUniform() {
        for (int size : Samples.SIZES) {
            for (float logit : new float[] {0, -7.5f, 1e4f, -1e30f}) {
                bench().expect(
                                FusedTrials.softmax(
                                        "rows of " + size + " times " + logit, Sample.filled(logit, 3, size)),
                                Tolerances.FUSED,
                                Sample.filled(1f / size, 3, size));
            }
        }
    }

    @Test
    void K043_notANumberIsHandedOn() {
        Sample x = Sample.of(Shape.of(2, 3), 1, NAN, 3, 4, 5, 6);
        two("add", Kernels::add, x, Sample.filled(1), Sample.of(Shape.of(2, 3), 2, NAN, 4, 5, 6, 7));
        two("multiply", Kernels::multiply, x, Sample.filled(0), Sample.of(Shape.of(2, 3), 0, NAN, 0, 0, 0, 0));
        one("sum", (k, in) -> k.sum(in.get(0), new int[] {1}, false), x, Sample.row(NAN, 15));
        one("max", (k, in) -> k.max(in.get(0), new int[] {1}, false), x, Sample.row(NAN, 6));
        one("max", (k, in) -> k.max(in.get(0), new int[] {0}, false), x, Sample.row(4, NAN, 6));
        one(
                "argMax",
                (k, in) -> k.argMax(in.get(0)),
                Sample.of(Shape.of(3, 3), 1, NAN, 3, NAN, 5, NAN, 4, 5, NAN),
                Sample.ofInts(Shape.of(3), 1, 0, 2));
        two(
                "matmul",
                (k, a, b) -> k.matmul(a, b, MatmulSpec.NN),
                x,
                Sample.of(Shape.of(3, 1), 1, 0, 1),
                Sample.of(Shape.of(2, 1), NAN, 10));
    }

    @Test
    void K044_notANumberStaysInItsRow() {
        Sample x = Sample.of(Shape.of(2, 2), NAN, 1, 3, 3);
        bench().expect(
                        FusedTrials.softmax("NaN in row 0", x),
                        Tolerances.FUSED,
                        Sample.of(Shape.of(2, 2), NAN, NAN, 0.5f, 0.5f));
        Sample ones = Sample.row(1, 1);
        Sample rows = Sample.of(Shape.of(2, 2), NAN, 1, -1, 1);
        bench().expect(
                        FusedTrials.layerNorm("NaN in row 0", rows, ones, Sample.row(0, 0)),
                        Tolerances.FUSED,
                        Sample.of(Shape.of(2, 2), NAN, NAN, -1, 1));
    }

    @Test
    void K045_infinitiesFollowIeee() {
        one("exp", (k, in) -> k.exp(in.get(0)), Sample.row(INF, -INF, 89, -200, NAN), Sample.row(INF, 0, INF, 0, NAN));
        one("log", (k, in) -> k.log(in.get(0)), Sample.row(0, INF, -1, NAN), Sample.row(-INF, INF, NAN, NAN));
        one("sqrt", (k, in) -> k.sqrt(in.get(0)), Sample.row(INF, -1, NAN), Sample.row(INF, NAN, NAN));
        one("tanh", (k, in) -> k.tanh(in.get(0)), Sample.row(INF, -INF, 90, NAN), Sample.row(1, -1, 1, NAN));
        one("erf", (k, in) -> k.erf(in.get(0)), Sample.row(INF, -INF, 90, NAN), Sample.row(1, -1, 1, NAN));
        two(
                "divide",
                Kernels::divide,
                Sample.row(1, -1, 0, 3),
                Sample.row(0, 0, 0, INF),
                Sample.row(INF, -INF, NAN, 0));
        two("subtract", Kernels::subtract, Sample.row(INF, 1), Sample.row(INF, INF), Sample.row(NAN, -INF));
        two("multiply", Kernels::multiply, Sample.row(INF, 3e38f), Sample.row(0, 10), Sample.row(NAN, INF));
        one("sum", (k, in) -> k.sum(in.get(0), new int[] {0}, false), Sample.row(-INF, 1, 2), Sample.filled(-INF));
        one("max", (k, in) -> k.max(in.get(0), new int[] {0}, false), Sample.row(-INF, -INF), Sample.filled(-INF));
    }

    @Test
    void K046_denormalsAreKeptOrFlushedToZero() {
        float tiny = Float.MIN_NORMAL / 4;
        Sample x = Sample.row(tiny, -tiny, Float.MIN_VALUE);
        float[] doubled = bench().run(Trial.of("add", "denormals", List.of(x), (k, in) -> k.add(in.get(0), in.get(0))))
                .get(0)
                .floats();
        for (int i = 0; i < doubled.length; i++) {
            assertThat(doubled[i])
                    .as("kernel add, denormal %s doubled", x.floats()[i])
                    .isIn(2 * x.floats()[i], 0f, -0f);
        }
    }

    @Test
    void K047_layerNormOfConstantRowsIsTheBias() {
        for (int size : Samples.SIZES) {
            Sample bias = bench().samples().normal(size);
            float[] twice = Arrays.copyOf(bias.floats(), 2 * size);
            System.arraycopy(bias.floats(), 0, twice, size, size);
            bench().expect(
                            FusedTrials.layerNorm(
                                    "rows of " + size + " times 0.5",
                                    Sample.filled(0.5f, 2, size),
                                    Sample.filled(2, size),
                                    bias),
                            Tolerances.FUSED.atScale(100),
                            Sample.of(Shape.of(2, size), twice));
        }
    }

    @Test
    void K048_layerNormToleratesALargeMean() {
        for (int size : new int[] {7, 13, 64, 197}) {
            Sample x = bench().samples().sixteenths(3, size);
            Sample w = Sample.filled(1, size);
            Sample b = Sample.filled(0, size);
            bench().expect(
                            FusedTrials.layerNorm("rows of " + size + ", mean " + OFFSET, shifted(x, OFFSET), w, b),
                            Tolerances.FUSED.atScale(100),
                            bench().run(FusedTrials.layerNorm("mean about 0", x, w, b))
                                    .get(0));
        }
    }

    @Test
    void K049_crossEntropyLeavesImpossibleClassesOut() {
        Sample x = Sample.of(Shape.of(2, 2), 1, 0, 0, 1);
        Sample w = Sample.filled(0, 3, 2);
        Sample b = Sample.row(0, -INF, 0);
        Sample target = Sample.ofInts(Shape.of(2), 0, 2);
        bench().expect(
                        FusedTrials.crossEntropyWithGradients(x, w, b, target),
                        Tolerances.FUSED,
                        Sample.filled((float) Math.log(2)),
                        Sample.filled(0.5f),
                        Sample.filled(0, 2, 2),
                        Sample.of(Shape.of(3, 2), -0.25f, 0.25f, 0, 0, 0.25f, -0.25f),
                        Sample.row(0, 0, 0));
    }

    private void one(String kernel, Trial.Single computation, Sample x, Sample expected) {
        bench().expect(Trial.of(kernel, "special values", List.of(x), computation), Tolerances.FUNCTION, expected);
    }

    private void two(String kernel, BinaryForms.Binary binary, Sample a, Sample b, Sample expected) {
        bench().expect(
                        Trial.of(
                                kernel,
                                "special values",
                                List.of(a, b),
                                (k, in) -> binary.run(k, in.get(0), in.get(1))),
                        Tolerances.FUNCTION,
                        expected);
    }

    private static Sample shifted(Sample x, float offset) {
        float[] values = x.floats().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += offset;
        }
        return Sample.of(x.shape(), values);
    }
}
