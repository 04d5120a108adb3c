package io.splitmask.nn.init;

import io.splitmask.config.Problems;
import io.splitmask.tensor.Shape;
import java.util.random.RandomGenerator;

/**
 * A normal distribution of mean 0: class and mask tokens of MAE (0.02) and MoCo v3 (1e-6), linear probes (0.01).
 *
 * @param standardDeviation at least 0
 */
public record Normal(double standardDeviation) implements Initializer {
    /** Checks the number. */
    public Normal {
        Problems.of("Normal")
                .notNegative("standardDeviation", standardDeviation)
                .throwIfAny();
    }

    @Override
    public float[] values(Shape shape, RandomGenerator random) {
        float[] values = new float[shape.intSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (standardDeviation * random.nextGaussian());
        }
        return values;
    }
}
