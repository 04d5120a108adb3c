package io.splitmask.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.Shape;
import java.util.Random;

/** Seeded test values and comparison. */
final class Values {
    private Values() {}

    static float[] normal(int size, long seed) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    static int[] indices(int size, int bound, long seed) {
        Random random = new Random(seed);
        return random.ints(size, 0, bound).toArray();
    }

    static Buffer normal(Kernels k, long seed, int... dims) {
        Shape shape = Shape.of(dims);
        return k.upload(normal(shape.intSize(), seed), shape);
    }

    /** Largest difference allowed: {@code tolerance} times the larger of 1 and the largest expected magnitude. */
    static void assertClose(String what, float[] actual, float[] expected, double tolerance) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double scale = 1;
        for (float value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i])
                    .as("%s at %s of %s", what, i, actual.length)
                    .isBetween(expected[i] - tolerance * scale, expected[i] + tolerance * scale);
        }
    }

    static void assertClose(String what, Kernels k, Buffer actual, Buffer expected, double tolerance) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        assertClose(what, k.downloadFloats(actual), k.downloadFloats(expected), tolerance);
    }
}
