package io.splitmask.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loops with vectors give the same bits as those in plain Java, at the end of an array too and for odd values. */
class LoopsTest {
    private static final float[] ODD = {
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        0f,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        88.8f,
        -87.5f,
        6f,
        -8f,
        5.7f
    };

    private final Scratch scratch = Scratch.get();
    private final Loops scalar = new ScalarLoops();
    private Loops vector;

    @BeforeEach
    void createVectorLoops() {
        assumeTrue(VectorModule.isUsable(), "needs --add-modules " + VectorModule.NAME + " and vectors of 256 bits");
        vector = new VectorLoops();
    }

    /** Sizes around those of vectors of 256 and 512 bits and of a block; the last one is met by compiled code too. */
    static IntStream lengths() {
        return IntStream.of(0, 1, 7, 8, 9, 15, 16, 17, 33, 1000, 2047, 2049, 100_001);
    }

    private static float[] moderate(int length, long seed) {
        float[] values = Values.normal(length + 3, seed);
        for (int i = 0; i < values.length; i++) {
            values[i] *= 4;
        }
        return values;
    }

    /** Moderate values with odd ones among them, so that each comes to stand in a vector and at the end. */
    private static float[] odd(int length, long seed) {
        float[] values = moderate(length, seed);
        for (int i = 0; i < values.length; i += 3) {
            values[i] = ODD[(i / 3 + length) % ODD.length];
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void expHasTheSameBits(int length) {
        for (float[] x : new float[][] {moderate(length, 1), odd(length, 2)}) {
            float[] expected = x.clone();
            scalar.exp(expected, 2, length, scratch);
            vector.exp(x, 2, length, scratch);
            assertThat(x).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void geluHasTheSameBits(int length) {
        for (float[] x : new float[][] {moderate(length, 1), odd(length, 2)}) {
            float[] expected = x.clone();
            scalar.gelu(expected, 2, length, scratch);
            vector.gelu(x, 2, length, scratch);
            assertThat(x).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void slopeOfGeluHasTheSameBits(int length) {
        for (float[] x : new float[][] {moderate(length, 1), odd(length, 2)}) {
            float[] g = odd(length, 3);
            float[] expected = g.clone();
            scalar.multiplyByGeluSlope(x, expected, 2, length, scratch);
            vector.multiplyByGeluSlope(x, g, 2, length, scratch);
            assertThat(g).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void sumsHaveTheSameBits(int length) {
        float[] y = moderate(length, 3);
        for (float[] x : new float[][] {moderate(length, 1), odd(length, 2)}) {
            assertThat(sums(vector, x, y, length)).containsExactly(sums(scalar, x, y, length));
        }
    }

    private static float[] sums(Loops loops, float[] x, float[] y, int length) {
        return new float[] {loops.sum(x, 2, length), loops.dot(x, y, 2, length), loops.dot(x, x, 2, length)};
    }
}
