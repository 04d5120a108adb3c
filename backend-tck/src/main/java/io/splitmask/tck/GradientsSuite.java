package io.splitmask.tck;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Backward kernels against finite differences of their forward kernels, and what may happen to state. */
abstract class GradientsSuite extends Suite {
    private static final float STEP = 1 / 64f;
    private static final double TOLERANCE = 2e-3;
    private static final float EPS = 1e-6f;

    GradientsSuite(Supplier<Bench> bench) {
        super(bench);
    }

    @Test
    void K093_geluGradientIsItsSlope() {
        Samples samples = bench().samples();
        Sample x = samples.normal(7, 13);
        Sample ct = samples.normal(7, 13);
        slope(
                FusedTrials.gelu(x),
                ct,
                bench().run(FusedTrials.geluBackward(x, ct)).get(0),
                0);
    }

    @Test
    void K094_softmaxGradientIsItsSlope() {
        Samples samples = bench().samples();
        Sample x = samples.normal(7, 13);
        Sample ct = samples.normal(7, 13);
        slope(
                FusedTrials.softmax("slope", x),
                ct,
                bench().run(FusedTrials.softmaxBackward(x, ct)).get(0),
                0);
        slope(
                FusedTrials.logSoftmax("slope", x),
                ct,
                bench().run(FusedTrials.logSoftmaxBackward(x, ct)).get(0),
                0);
    }

    @Test
    void K095_layerNormGradientsAreItsSlopes() {
        Samples samples = bench().samples();
        Sample x = samples.normal(5, 13);
        Sample w = samples.normal(13);
        Sample b = samples.normal(13);
        Sample ct = samples.normal(5, 13);
        List<Sample> gradients = bench().run(FusedTrials.layerNormBackward(x, w, b, ct));
        for (int input = 0; input < 3; input++) {
            slope(FusedTrials.layerNorm("slope", x, w, b), ct, gradients.get(input), input);
        }
    }

    @Test
    void K096_attentionGradientIsItsSlope() {
        Samples samples = bench().samples();
        Sample qkv = samples.normal(2, 7, 18);
        Sample ct = samples.normal(2, 7, 6);
        slope(
                FusedTrials.attention(qkv, 2),
                ct,
                bench().run(FusedTrials.attentionBackward(qkv, 2, ct)).get(0),
                0);
    }

    @Test
    void K097_crossEntropyGradientsAreItsSlopes() {
        Samples samples = bench().samples();
        Sample x = samples.normal(7, 5);
        Sample w = samples.normal(13, 5);
        Sample b = samples.normal(13);
        Sample target = samples.indices(13, 7);
        List<Sample> results = bench().run(FusedTrials.crossEntropyWithGradients(x, w, b, target));
        for (int input = 0; input < 3; input++) {
            slope(FusedTrials.crossEntropy(x, w, b, target), Sample.filled(1), results.get(input + 2), input);
        }
    }

    @Test
    void K107_softCrossEntropyGradientsAreItsSlopes() {
        Samples samples = bench().samples();
        Sample x = samples.normal(7, 5);
        Sample w = samples.normal(13, 5);
        Sample targets = samples.uniform(0, 0.2f, 3, 13);
        Sample pick = samples.indices(3, 7);
        List<Sample> results = bench().run(FusedTrials.softCrossEntropyWithGradients(x, w, targets, pick));
        for (int input = 0; input < 2; input++) {
            slope(FusedTrials.softCrossEntropy(x, w, targets, pick), Sample.filled(1), results.get(input + 1), input);
        }
    }

    @Test
    void K098_stateServesMoreThanOnce() {
        Samples samples = bench().samples();
        twice(new Trial(
                "layerNormBackward",
                "twice on one state",
                List.of(samples.normal(7, 13), samples.normal(13), samples.normal(13), samples.normal(7, 13)),
                (k, in) -> {
                    FusedResult y = k.layerNorm(in.get(0), in.get(1), in.get(2), EPS);
                    List<Buffer> all = new ArrayList<>();
                    all.addAll(k.layerNormBackward(in.get(0), in.get(1), EPS, y.state(), in.get(3)));
                    all.addAll(k.layerNormBackward(in.get(0), in.get(1), EPS, y.state(), in.get(3)));
                    Trial.output(y).close();
                    return all;
                }));
        twice(new Trial(
                "attentionBackward",
                "twice on one state",
                List.of(samples.normal(2, 7, 18), samples.normal(2, 7, 6)),
                (k, in) -> {
                    FusedResult y = k.attention(in.get(0), 2);
                    Buffer first = k.attentionBackward(in.get(0), 2, y.output(), y.state(), in.get(1));
                    Buffer second = k.attentionBackward(in.get(0), 2, y.output(), y.state(), in.get(1));
                    Trial.output(y).close();
                    return List.of(first, second);
                }));
    }

    private void twice(Trial trial) {
        List<Sample> results = bench().run(trial);
        int half = results.size() / 2;
        for (int i = 0; i < half; i++) {
            results.get(half + i).difference(results.get(i), Tolerances.FUSED).ifPresent(difference -> {
                throw bench().failure(trial, "the second time, " + difference);
            });
        }
    }

    /** Compares a gradient with the central difference of sum(ct * y) in one random direction of one input. */
    private void slope(Trial forward, Sample ct, Sample gradient, int input) {
        Sample x = forward.inputs().get(input);
        Sample direction = new Samples(bench().seed() + 1).normal(x.shape().toArray());
        double ahead = dot(bench().run(moved(forward, input, direction, STEP)).get(0), ct);
        double behind = dot(bench().run(moved(forward, input, direction, -STEP)).get(0), ct);
        double measured = (ahead - behind) / (2 * STEP);
        double claimed = dot(gradient, direction);
        double allowed = TOLERANCE * (Math.sqrt(dot(gradient, gradient) * dot(direction, direction)) + 0.01);
        if (!(Math.abs(measured - claimed) <= allowed)) {
            throw bench().failure(
                            forward,
                            String.format(
                                    Locale.ROOT,
                                    "slope along a random direction of input %d: expected %.6g by finite differences,"
                                            + " got %.6g, allowed difference %.3g",
                                    input,
                                    measured,
                                    claimed,
                                    allowed));
        }
    }

    private static Trial moved(Trial trial, int input, Sample direction, float step) {
        Sample x = trial.inputs().get(input);
        float[] values = x.floats().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += step * direction.floats()[i];
        }
        List<Sample> inputs = new ArrayList<>(trial.inputs());
        inputs.set(input, Sample.of(x.shape(), values));
        return new Trial(trial.kernel(), trial.label(), inputs, trial.computation());
    }

    private static double dot(Sample a, Sample b) {
        double sum = 0;
        for (int i = 0; i < a.floats().length; i++) {
            sum += (double) a.floats()[i] * b.floats()[i];
        }
        return sum;
    }
}
