package io.splitmask.tck;

import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Every fused kernel against the reference backend, and against its composition on the same engine. */
abstract class FusedSuite extends Suite {
    /** B, T, H, Dh. */
    static final int[][] ATTENTION = {
        {1, 1, 1, 1},
        {2, 3, 1, 7},
        {1, 7, 3, 5},
        {3, 13, 2, 32},
        {1, 64, 6, 64},
        {2, 197, 3, 32},
        {0, 3, 2, 4}
    };

    /** R, D, V; chunks of rows and of classes end in between. */
    private static final int[][] CROSS_ENTROPY = {
        {1, 1, 1}, {1, 7, 13}, {13, 3, 197}, {64, 13, 3}, {257, 5, 67}, {600, 3, 7}
    };

    FusedSuite(Supplier<Bench> bench) {
        super(bench);
    }

    @Test
    void K080_linear() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        trials.add(FusedTrials.linear(samples.normal(13), samples.normal(7, 13), samples.normal(7)));
        trials.add(FusedTrials.linear(samples.normal(2, 3, 5, 7), samples.normal(3, 7), samples.normal(3)));
        trials.add(FusedTrials.linear(samples.normal(0, 7), samples.normal(3, 7), samples.normal(3)));
        for (int size : Samples.SIZES) {
            trials.add(FusedTrials.linear(samples.normal(3, size, 13), samples.normal(7, 13), samples.normal(7)));
            trials.add(FusedTrials.linear(samples.normal(7, size), samples.normal(size, size), samples.normal(size)));
        }
        both(trials, Tolerances.REDUCTION.overSumOf(197));
    }

    @Test
    void K081_gelu() {
        Samples samples = bench().samples();
        both(sized((rows, size) -> FusedTrials.gelu(samples.uniform(-6, 6, rows, size))), Tolerances.ERF.atScale(6));
    }

    @Test
    void K082_geluBackward() {
        Samples samples = bench().samples();
        both(
                sized((rows, size) ->
                        FusedTrials.geluBackward(samples.uniform(-6, 6, rows, size), samples.normal(rows, size))),
                Tolerances.ERF.atScale(4));
    }

    @Test
    void K083_softmax() {
        Samples samples = bench().samples();
        both(
                sized((rows, size) -> FusedTrials.softmax("rows of " + size, samples.normal(rows, 2, size))),
                Tolerances.FUSED);
    }

    @Test
    void K084_softmaxBackward() {
        Samples samples = bench().samples();
        both(
                sized((rows, size) ->
                        FusedTrials.softmaxBackward(samples.normal(rows, size), samples.normal(rows, size))),
                Tolerances.FUSED);
    }

    @Test
    void K085_logSoftmax() {
        Samples samples = bench().samples();
        both(
                sized((rows, size) -> FusedTrials.logSoftmax("rows of " + size, samples.normal(rows, 2, size))),
                Tolerances.FUSED);
    }

    @Test
    void K086_logSoftmaxBackward() {
        Samples samples = bench().samples();
        both(
                sized((rows, size) ->
                        FusedTrials.logSoftmaxBackward(samples.normal(rows, size), samples.normal(rows, size))),
                Tolerances.FUSED.atScale(4));
    }

    @Test
    void K087_layerNorm() {
        Samples samples = bench().samples();
        both(
                sized((rows, size) -> FusedTrials.layerNorm(
                        "rows of " + size, samples.normal(rows, 2, size), samples.normal(size), samples.normal(size))),
                Tolerances.FUSED);
    }

    @Test
    void K088_layerNormBackward() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        // Not narrower: a few normal numbers can be so close that their gradient is nearly all cancellation.
        for (int[] rowsAndWidth : new int[][] {{1, 7}, {13, 13}, {3, 64}, {64, 197}, {197, 7}}) {
            int rows = rowsAndWidth[0];
            int width = rowsAndWidth[1];
            trials.add(FusedTrials.layerNormBackward(
                    samples.normal(rows, width),
                    samples.normal(width),
                    samples.normal(width),
                    samples.normal(rows, width)));
        }
        trials.add(FusedTrials.layerNormBackward(
                samples.normal(2, 3, 7), samples.normal(7), samples.normal(7), samples.normal(2, 3, 7)));
        trials.add(FusedTrials.layerNormBackward(
                samples.normal(0, 7), samples.normal(7), samples.normal(7), samples.normal(0, 7)));
        both(trials, Tolerances.FUSED.overSumOf(13));
    }

    @Test
    void K089_attention() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int[] s : ATTENTION) {
            trials.add(FusedTrials.attention(samples.normal(s[0], s[1], 3 * s[2] * s[3]), s[2]));
        }
        both(trials, Tolerances.FUSED);
    }

    @Test
    void K090_attentionBackward() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int[] s : ATTENTION) {
            int width = s[2] * s[3];
            trials.add(FusedTrials.attentionBackward(
                    samples.normal(s[0], s[1], 3 * width), s[2], samples.normal(s[0], s[1], width)));
        }
        both(trials, Tolerances.FUSED.atScale(4));
    }

    @Test
    void K091_linearCrossEntropy() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int[] s : CROSS_ENTROPY) {
            trials.add(FusedTrials.crossEntropy(
                    samples.normal(s[0], s[1]),
                    samples.normal(s[2], s[1]),
                    samples.normal(s[2]),
                    samples.indices(s[2], s[0])));
        }
        both(trials, Tolerances.FUSED);
    }

    @Test
    void K092_linearCrossEntropyWithGradients() {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int[] s : CROSS_ENTROPY) {
            trials.add(FusedTrials.crossEntropyWithGradients(
                    samples.normal(s[0], s[1]),
                    samples.normal(s[2], s[1]),
                    samples.normal(s[2]),
                    samples.indices(s[2], s[0])));
        }
        both(trials, Tolerances.FUSED);
    }

    @Test
    void K099_accuracyCountsTheFirstOfEqualLogits() {
        Sample x = Sample.of(Shape.of(4, 1), 1, 1, -1, -1);
        Sample w = Sample.of(Shape.of(3, 1), 0, 2, 2);
        Sample b = Sample.filled(0, 3);
        // Rows 0 and 1 have logits (0, 2, 2), rows 2 and 3 have (0, -2, -2).
        Sample target = Sample.ofInts(Shape.of(4), 1, 2, 0, 1);
        bench().expect(FusedTrials.accuracy(x, w, b, target), Tolerance.EXACT, Sample.of(Shape.of(), 0.5f));
    }

    @Test
    void K108_accuracyTakesNotANumberForTheLargest() {
        Sample x = Sample.filled(1, 3, 1);
        Sample w = Sample.of(Shape.of(4, 1), 1, Float.NaN, 3, Float.NaN);
        Sample target = Sample.ofInts(Shape.of(3), 1, 2, 3);
        bench().expect(
                        FusedTrials.accuracy(x, w, Sample.filled(0, 4), target),
                        Tolerance.EXACT,
                        Sample.of(Shape.of(), 1f / 3));
    }

    @Test
    void K105_linearSoftCrossEntropy() {
        both(soft(FusedTrials::softCrossEntropy), Tolerances.FUSED);
    }

    @Test
    void K106_linearSoftCrossEntropyWithGradients() {
        both(soft(FusedTrials::softCrossEntropyWithGradients), Tolerances.FUSED);
    }

    @FunctionalInterface
    private interface Soft {
        Trial trial(Sample x, Sample w, Sample targets, Sample pick);
    }

    /** One target for all rows, and more targets than rows; sums of targets differ, and one row of them is 0. */
    private List<Trial> soft(Soft kernel) {
        Samples samples = bench().samples();
        List<Trial> trials = new ArrayList<>();
        for (int[] s : CROSS_ENTROPY) {
            for (int M : new int[] {1, 5, 70}) {
                Sample targets = samples.uniform(0, 2f / s[2], M, s[2]);
                if (M > 1) {
                    Arrays.fill(targets.floats(), (M - 1) * s[2], M * s[2], 0f);
                }
                trials.add(kernel.trial(
                        samples.normal(s[0], s[1]), samples.normal(s[2], s[1]), targets, samples.indices(M, s[0])));
            }
        }
        return trials;
    }

    private void both(List<Trial> trials, Tolerance tolerance) {
        bench().each(trials, trial -> {
            bench().compare(trial, tolerance);
            bench().compareWithComposed(trial, tolerance);
        });
    }

    /**
     * Every odd size, and an empty batch.
     *
     * @param trial takes the number of rows, 3 or 0, and their size
     */
    private static List<Trial> sized(BiFunction<Integer, Integer, Trial> trial) {
        List<Trial> trials = new ArrayList<>();
        for (int size : Samples.SIZES) {
            trials.add(trial.apply(3, size));
        }
        trials.add(trial.apply(0, 7));
        return trials;
    }
}
