package io.splitmask.nn.init;

import io.splitmask.config.Problems;
import io.splitmask.random.NormalDistribution;
import io.splitmask.random.RandomStream;
import io.splitmask.tensor.Shape;
import java.util.random.RandomGenerator;

/**
 * A normal distribution of mean 0 without its tails: uniform between the shares below the two limits, then the quantile
 * (the inverse error function), then clamped, as in timm.
 *
 * @param standardDeviation of the distribution before it is cut
 * @param limit values lie in [-limit, limit]
 * @see "recipes, section 1.4; huggingface/pytorch-image-models v0.3.3, layers/weight_init.py, trunc_normal_"
 */
public record TruncatedNormal(double standardDeviation, double limit) implements Initializer {
    /** Standard deviation of all Vision Transformers here: {@value}. */
    public static final double VIT_STANDARD_DEVIATION = 0.02;
    /** BEiT pre-training and SplitMask: cut at one standard deviation. */
    public static final TruncatedNormal BEIT = new TruncatedNormal(VIT_STANDARD_DEVIATION, VIT_STANDARD_DEVIATION);
    /** timm, DeiT, DINO and BEiT fine-tuning: cut at 2 in absolute terms, so in effect not at all. */
    public static final TruncatedNormal TIMM = new TruncatedNormal(VIT_STANDARD_DEVIATION, 2);

    /** Checks the numbers. */
    public TruncatedNormal {
        Problems.of("TruncatedNormal")
                .positive("standardDeviation", standardDeviation)
                .positive("limit", limit)
                .throwIfAny();
    }

    @Override
    public float[] values(Shape shape, RandomGenerator random) {
        double below = NormalDistribution.cumulative(-limit / standardDeviation);
        double above = NormalDistribution.cumulative(limit / standardDeviation);
        float[] values = new float[shape.intSize()];
        for (int i = 0; i < values.length; i++) {
            double share = below + (above - below) * RandomStream.nextOpenDouble(random);
            double value = standardDeviation * NormalDistribution.quantile(share);
            values[i] = (float) Math.max(-limit, Math.min(limit, value));
        }
        return values;
    }
}
