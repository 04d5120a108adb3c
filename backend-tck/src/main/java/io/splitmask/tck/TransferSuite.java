package io.splitmask.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Values to the backend and back. */
abstract class TransferSuite extends Suite {
    private static final float[] ODD_FLOATS = {
        0f,
        -0f,
        1f,
        -1f,
        Float.MIN_VALUE,
        -Float.MIN_NORMAL / 2,
        Float.MAX_VALUE,
        Float.NEGATIVE_INFINITY,
        Float.POSITIVE_INFINITY,
        Float.NaN,
        0.1f
    };
    private static final int[] ODD_INTS = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 16_777_217};

    TransferSuite(Supplier<Bench> bench) {
        super(bench);
    }

    @Test
    void K010_floatsComeBackBitForBit() {
        Kernels k = bench().kernels();
        try (Buffer x = k.upload(ODD_FLOATS, Shape.of(ODD_FLOATS.length, 1))) {
            float[] back = k.downloadFloats(x);
            for (int i = 0; i < back.length; i++) {
                assertThat(Float.floatToIntBits(back[i]))
                        .as("bits of value %d, uploaded %s, got %s", i, ODD_FLOATS[i], back[i])
                        .isEqualTo(Float.floatToIntBits(ODD_FLOATS[i]));
            }
        }
    }

    @Test
    void K011_integersComeBack() {
        Kernels k = bench().kernels();
        try (Buffer x = k.upload(ODD_INTS, Shape.of(1, ODD_INTS.length))) {
            assertThat(x.dtype()).isEqualTo(DType.INT32);
            assertThat(k.downloadInts(x)).containsExactly(ODD_INTS);
        }
    }

    @Test
    void K012_hostArraysAreNotShared() {
        Kernels k = bench().kernels();
        float[] mine = {1, 2, 3};
        int[] mineToo = {1, 2, 3};
        try (Buffer x = k.upload(mine, Shape.of(3));
                Buffer y = k.upload(mineToo, Shape.of(3))) {
            mine[0] = 9;
            mineToo[0] = 9;
            k.downloadFloats(x)[1] = 9;
            k.downloadInts(y)[1] = 9;
            assertThat(k.downloadFloats(x)).containsExactly(1, 2, 3);
            assertThat(k.downloadInts(y)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void K013_everySizeComesBack() {
        Samples samples = bench().samples();
        for (Sample sample : List.of(
                samples.normal(),
                samples.normal(1),
                samples.normal(0),
                samples.normal(0, 7),
                samples.normal(3, 0, 5),
                samples.normal(13, 7),
                samples.normal(2, 3, 1, 197),
                samples.normal(2, 1, 3, 2, 7),
                samples.indices(1000, 0),
                samples.indices(1000, 64, 3))) {
            bench().expect(
                            Trial.of(
                                    "cast",
                                    "size " + sample.shape(),
                                    List.of(sample),
                                    (k, in) -> k.cast(in.get(0), in.get(0).dtype())),
                            Tolerance.EXACT,
                            sample);
        }
    }

    @Test
    void K014_fullRepeatsOneValue() {
        for (int size : Samples.SIZES) {
            bench().expect(
                            Trial.of("full", "size " + size, List.of(), (k, in) -> k.full(Shape.of(3, size), -1.5f)),
                            Tolerance.EXACT,
                            Sample.filled(-1.5f, 3, size));
        }
        bench().expect(
                        Trial.of("full", "no axes", List.of(), (k, in) -> k.full(Shape.of(), 4)),
                        Tolerance.EXACT,
                        Sample.filled(4));
    }

    @Test
    void K015_castRoundsTowardsZero() {
        bench().expect(
                        Trial.of(
                                "cast",
                                "to INT32",
                                List.of(Sample.row(-2.9f, -0.5f, 0f, 0.999f, 1f, 7.5f, 16_777_216f)),
                                (k, in) -> k.cast(in.get(0), DType.INT32)),
                        Tolerance.EXACT,
                        Sample.ofInts(Shape.of(7), -2, 0, 0, 0, 1, 7, 16_777_216));
        bench().expect(
                        Trial.of(
                                "cast",
                                "to FLOAT32",
                                List.of(Sample.ofInts(Shape.of(4), -3, 0, 8191, 16_777_216)),
                                (k, in) -> k.cast(in.get(0), DType.FLOAT32)),
                        Tolerance.EXACT,
                        Sample.row(-3, 0, 8191, 16_777_216));
    }

    @Test
    void K016_castToTheSameTypeCopies() {
        Kernels k = bench().kernels();
        try (Buffer x = k.upload(new float[] {1, 2, 3}, Shape.of(3));
                Buffer copy = k.cast(x, DType.FLOAT32);
                Buffer other = k.full(Shape.of(3), 7)) {
            k.assign(x, other);
            assertThat(k.downloadFloats(copy)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void K017_assignOverwrites() {
        Samples samples = bench().samples();
        for (Sample source : List.of(
                samples.normal(3, 7),
                samples.normal(),
                samples.normal(0, 3),
                samples.indices(99, 13),
                samples.normal(197))) {
            Sample target = source.ints().length > 0
                    ? samples.indices(99, source.shape().toArray())
                    : samples.normal(source.shape().toArray());
            bench().expect(
                            Trial.inPlace(
                                    "assign",
                                    "shape " + source.shape(),
                                    List.of(target, source),
                                    (k, in) -> k.assign(in.get(0), in.get(1))),
                            Tolerance.EXACT,
                            source,
                            source);
        }
    }
}
