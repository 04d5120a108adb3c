package io.splitmask.nn.init;

import io.splitmask.config.Problems;
import io.splitmask.tensor.Shape;
import java.util.random.RandomGenerator;

/**
 * A uniform distribution around 0.
 *
 * @param bound values lie in [-bound, bound)
 */
public record Uniform(double bound) implements Initializer {
    /** Checks the number. */
    public Uniform {
        Problems.of("Uniform").notNegative("bound", bound).throwIfAny();
    }

    /**
     * Returns PyTorch's default for weights and biases of linear and convolution layers: bound {@code 1 / sqrt(fanIn)}.
     *
     * @param fanIn inputs of one output: 3 * P * P for a patch projection
     */
    public static Uniform ofFanIn(int fanIn) {
        Problems.of("Uniform").atLeast(1, "fanIn", fanIn).throwIfAny();
        return new Uniform(1 / Math.sqrt(fanIn));
    }

    @Override
    public float[] values(Shape shape, RandomGenerator random) {
        float[] values = new float[shape.intSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }
}
