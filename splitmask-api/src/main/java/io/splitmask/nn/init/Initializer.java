package io.splitmask.nn.init;

import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Gives the initial values of a parameter. */
@FunctionalInterface
public interface Initializer {
    /**
     * Draws the values of a parameter in the order in which they are stored.
     *
     * @param shape the parameter's shape
     * @param random where the values come from; the result depends on nothing else
     * @return row-major values, a new array
     */
    float[] values(Shape shape, RandomGenerator random);

    /** Returns the initializer that gives one value everywhere and draws nothing. */
    static Initializer constant(float value) {
        return (shape, random) -> {
            float[] values = new float[shape.intSize()];
            Arrays.fill(values, value);
            return values;
        };
    }

    /**
     * Returns an initializer whose values are this one's times a factor, such as {@code 1 / sqrt(2 l)} for the output
     * projections of block l (from 1) in BEiT, or 0.001 for its classification head.
     */
    default Initializer scaled(double factor) {
        return (shape, random) -> {
            float[] values = values(shape, random);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] * factor);
            }
            return values;
        };
    }
}
