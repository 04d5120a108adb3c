package io.splitmask.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.spi.AdamwHyperparameters;
import io.splitmask.spi.AdamwMoments;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What a backend opened with products of bfloat16 promises. Inputs are bfloat16 numbers, so that a backend may round
 * operands or leave them; what is allowed is the rounding of results.
 */
abstract class Bfloat16Suite extends Suite {
    private static final Set<String> PRODUCTS = Set.of(
            "matmul", "linear", "attention", "attentionBackward", "linearCrossEntropy", "linearSoftCrossEntropy");

    private final Supplier<Bench> single;

    Bfloat16Suite(Supplier<Bench> single, Supplier<Bench> bfloat16) {
        super(bfloat16);
        this.single = single;
    }

    @Test
    void K160_matmul() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int[] mkn : new int[][] {{1, 1, 1}, {1, 7, 1}, {7, 13, 3}, {64, 64, 64}, {197, 3, 64}, {13, 197, 64}}) {
            int m = mkn[0];
            int k = mkn[1];
            int n = mkn[2];
            trials.add(MatmulSuite.matmul(MatmulSpec.NN, normal(samples, m, k), normal(samples, k, n)));
            trials.add(MatmulSuite.matmul(MatmulSpec.NT, normal(samples, m, k), normal(samples, n, k)));
            trials.add(MatmulSuite.matmul(MatmulSpec.TN, normal(samples, k, m), normal(samples, k, n)));
            trials.add(MatmulSuite.matmul(MatmulSpec.NN, normal(samples, 2, m, k), normal(samples, 2, k, n)));
        }
        trials.add(MatmulSuite.matmul(MatmulSpec.NN, normal(samples, 0, 3), normal(samples, 3, 2)));
        trials.add(MatmulSuite.matmul(MatmulSpec.NN, normal(samples, 3, 0), normal(samples, 0, 2)));
        bench().each(trials, trial -> bench().compare(trial, Tolerances.BFLOAT16_PRODUCT));
    }

    @Test
    void K161_linear() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int size : Samples.SIZES) {
            trials.add(FusedTrials.linear(normal(samples, 3, size, 13), normal(samples, 7, 13), normal(samples, 7)));
            trials.add(
                    FusedTrials.linear(normal(samples, 7, size), normal(samples, size, size), normal(samples, size)));
        }
        bench().each(trials, trial -> bench().compare(trial, Tolerances.BFLOAT16_SUM));
    }

    @Test
    void K162_attention() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int[] s : FusedSuite.ATTENTION) {
            int width = s[2] * s[3];
            Sample qkv = normal(samples, s[0], s[1], 3 * width);
            trials.add(FusedTrials.attention(qkv, s[2]));
            trials.add(FusedTrials.attentionBackward(qkv, s[2], normal(samples, s[0], s[1], width)));
        }
        bench().each(trials, trial -> bench().compare(trial, Tolerances.BFLOAT16_CHAIN));
    }

    @Test
    void K163_crossEntropies() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int[] s : new int[][] {{1, 7, 13}, {13, 3, 197}, {257, 5, 67}, {600, 64, 7}}) {
            Sample x = normal(samples, s[0], s[1]);
            // Logits of about 1, as in training: a rounding moves them, and so the loss, by a share of their size.
            float scale = (float) (1 / Math.sqrt(s[1]));
            Sample w = samples.uniform(-scale, scale, s[2], s[1]).toBfloat16();
            Sample b = normal(samples, s[2]);
            Sample target = samples.indices(s[2], s[0]);
            trials.add(withoutAccuracy(FusedTrials.crossEntropy(x, w, b, target)));
            trials.add(withoutAccuracy(FusedTrials.crossEntropyWithGradients(x, w, b, target)));
            Sample targets = samples.uniform(0, 2f / s[2], 5, s[2]);
            Sample pick = samples.indices(5, s[0]);
            trials.add(FusedTrials.softCrossEntropy(x, w, targets, pick));
            trials.add(FusedTrials.softCrossEntropyWithGradients(x, w, targets, pick));
        }
        bench().each(trials, trial -> bench().compare(trial, Tolerances.BFLOAT16_CHAIN));
    }

    @Test
    void K164_sumsInsideProductsAreKeptInSinglePrecision() {
        Sample row = Sample.filled(1, 3, 1031);
        Sample column = Sample.filled(1, 5, 1031);
        Sample expected = Sample.filled(1031, 3, 5);
        bench().expect(MatmulSuite.matmul(MatmulSpec.NT, row, column), Tolerances.BFLOAT16_PRODUCT, expected);
        bench().expect(FusedTrials.linear(row, column, Sample.filled(0, 5)), Tolerances.BFLOAT16_PRODUCT, expected);
    }

    @Test
    void K165_everythingElseIsAsInSinglePrecision() {
        List<Trial> others = KernelTable.all(bench().samples()).stream()
                .filter(trial -> !PRODUCTS.contains(trial.kernel()))
                .toList();
        bench().each(others, trial -> bench().expect(
                        trial, Tolerance.EXACT, single.get().run(trial).toArray(Sample[]::new)));
    }

    @Test
    void K166_updatesBelowTheResolutionOfBfloat16AddUp() {
        int steps = 64;
        float rate = 1e-4f;
        List<Sample> inputs = List.of(Sample.filled(1, 3), Sample.filled(1, 3), Sample.filled(0, 3));
        Trial trial = Trial.of("adamwStep", steps + " steps of " + rate, inputs, (k, in) -> {
            Buffer weight = k.cast(in.get(0), DType.FLOAT32);
            try (Buffer first = k.cast(in.get(2), DType.FLOAT32);
                    Buffer second = k.cast(in.get(2), DType.FLOAT32)) {
                AdamwMoments moments = new AdamwMoments(List.of(first), List.of(second));
                for (int step = 1; step <= steps; step++) {
                    k.adamwStep(
                            List.of(weight),
                            in.subList(1, 2),
                            moments,
                            new AdamwHyperparameters(rate, 0.9, 0.999, 1e-8, 0, step, 1));
                }
            }
            return weight;
        });
        // A constant gradient moves a weight by the rate; next to 1, bfloat16 has no number closer than 0.004.
        bench().expect(trial, Tolerances.FUSED, Sample.filled(1 - steps * rate, 3));
    }

    @Test
    void K167_anotherBackendInSinglePrecisionStaysSo() {
        assertThat(bench().backend().precision())
                .isNotEqualTo(single.get().backend().precision());
        Samples samples = bench().samples();
        Sample a = samples.normal(13, 64);
        Sample b = samples.normal(64, 7);
        single.get().compare(MatmulSuite.matmul(MatmulSpec.NN, a, b), Tolerances.REDUCTION.overSumOf(64));
    }

    /** The roundings that a backend may make decide between logits that are near each other. */
    private static Trial withoutAccuracy(Trial trial) {
        return new Trial(trial.kernel(), trial.label(), trial.inputs(), (k, in) -> {
            List<Buffer> results = new ArrayList<>(trial.computation().run(k, in));
            results.remove(1).close();
            return results;
        });
    }

    private static Sample normal(Samples samples, int... dims) {
        return samples.normal(dims).toBfloat16();
    }
}
