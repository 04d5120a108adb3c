package io.splitmask.nn.init;

import io.splitmask.config.Problems;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import java.util.random.RandomGenerator;

/**
 * Glorot's uniform distribution with bound {@code sqrt(6 / (fanIn + fanOut / parts))}. Axis 0 of a weight counts its
 * outputs and the product of the others its inputs, so a patch projection [D, 3, P, P] is taken as [D, 3 * P * P].
 *
 * @param parts matrices that stand in one weight, one after the other along axis 0; 3 for the qkv weight of MoCo v3
 * @see "recipes, section 1.4; facebookresearch/mae efb2a80, models_mae.py; facebookresearch/moco-v3 c349e6e, vits.py"
 */
public record XavierUniform(int parts) implements Initializer {
    /** A weight that is one matrix. */
    public static final XavierUniform WHOLE = new XavierUniform(1);

    /** Checks the number. */
    public XavierUniform {
        Problems.of("XavierUniform").atLeast(1, "parts", parts).throwIfAny();
    }

    @Override
    public float[] values(Shape shape, RandomGenerator random) {
        if (shape.rank() < 2 || shape.dim(0) == 0 || shape.dim(0) % parts != 0) {
            throw new ShapeException(
                    "XavierUniform",
                    "expected a weight [outputs, inputs...] of " + parts + " parts, got " + shape,
                    shape);
        }
        double fanIn = (double) shape.size() / shape.dim(0);
        double fanOut = (double) shape.dim(0) / parts;
        return new Uniform(Math.sqrt(6 / (fanIn + fanOut))).values(shape, random);
    }
}
