package io.splitmask.tck;

import io.splitmask.spi.AdamwHyperparameters;
import io.splitmask.spi.AdamwMoments;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** One trial of each kernel with buffers, for the rules that hold for all of them. */
final class KernelTable {
    private static final String LABEL = "one of each kernel";
    private static final AdamwHyperparameters SETTINGS = new AdamwHyperparameters(0.1, 0.9, 0.95, 1e-8, 0.05, 1, 1);

    private KernelTable() {}

    static List<Trial> all(Samples samples) {
        List<Trial> trials = new ArrayList<>();
        addMovements(trials, samples);
        addArithmetic(trials, samples);
        addReductions(trials, samples);
        addFused(trials, samples);
        addUpdates(trials, samples);
        return List.copyOf(trials);
    }

    private static void addMovements(List<Trial> trials, Samples samples) {
        List<Sample> x = List.of(samples.normal(3, 13, 7));
        Sample index = samples.indices(13, 3, 5);
        trials.add(one("full", List.of(), (k, in) -> k.full(Shape.of(3, 7), 2)));
        trials.add(one("cast", x, (k, in) -> k.cast(in.get(0), DType.INT32)));
        trials.add(one("cast", x, (k, in) -> k.cast(in.get(0), DType.FLOAT32)));
        trials.add(one("cast", List.of(index), (k, in) -> k.cast(in.get(0), DType.INT32)));
        trials.add(change("assign", List.of(x.get(0), x.get(0)), (k, in) -> k.assign(in.get(0), in.get(1))));
        trials.add(one("reshape", x, (k, in) -> k.reshape(in.get(0), Shape.of(39, 7))));
        trials.add(one("reshape", x, (k, in) -> k.reshape(in.get(0), in.get(0).shape())));
        trials.add(one("permute", x, (k, in) -> k.permute(in.get(0), new int[] {2, 0, 1})));
        trials.add(one("permute", x, (k, in) -> k.permute(in.get(0), new int[] {0, 1, 2})));
        trials.add(
                one("permute", List.of(samples.normal(3, 1, 7)), (k, in) -> k.permute(in.get(0), new int[] {1, 0, 2})));
        trials.add(one("slice", x, (k, in) -> k.slice(in.get(0), 1, 2, 9)));
        trials.add(one("slice", x, (k, in) -> k.slice(in.get(0), 0, 0, 3)));
        trials.add(one("slice", x, (k, in) -> k.slice(in.get(0), 0, 1, 3)));
        trials.add(one("slice", List.of(index), (k, in) -> k.slice(in.get(0), 0, 1, 3)));
        trials.add(one("concat", x, (k, in) -> k.concat(List.of(in.get(0), in.get(0)), 1)));
        trials.add(one("concat", x, (k, in) -> k.concat(List.of(in.get(0)), 0)));
        trials.add(one("concat", List.of(index), (k, in) -> k.concat(List.of(in.get(0)), 0)));
        trials.add(one("broadcastTo", x, (k, in) -> k.broadcastTo(in.get(0), Shape.of(2, 3, 13, 7))));
        trials.add(one(
                "broadcastTo", x, (k, in) -> k.broadcastTo(in.get(0), in.get(0).shape())));
        trials.add(one("broadcastTo", x, (k, in) -> k.broadcastTo(in.get(0), Shape.of(1, 3, 13, 7))));
        trials.add(one("gatherRows", List.of(x.get(0), index), (k, in) -> k.gatherRows(in.get(0), in.get(1))));
        trials.add(one(
                "scatterAddRows",
                List.of(samples.normal(3, 5, 7), index),
                (k, in) -> k.scatterAddRows(in.get(0), in.get(1), 13)));
    }

    private static void addArithmetic(List<Trial> trials, Samples samples) {
        List<Sample> pair = List.of(samples.uniform(0.5f, 2, 3, 13), samples.uniform(0.5f, 2, 13));
        List<Sample> same = List.of(pair.get(0), samples.uniform(0.5f, 2, 3, 13));
        for (List<Sample> ab : List.of(pair, same)) {
            trials.add(one("add", ab, (k, in) -> k.add(in.get(0), in.get(1))));
            trials.add(one("subtract", ab, (k, in) -> k.subtract(in.get(0), in.get(1))));
            trials.add(one("multiply", ab, (k, in) -> k.multiply(in.get(0), in.get(1))));
            trials.add(one("divide", ab, (k, in) -> k.divide(in.get(0), in.get(1))));
            trials.add(one("greater", ab, (k, in) -> k.greater(in.get(0), in.get(1))));
            trials.add(one("equal", ab, (k, in) -> k.equal(in.get(0), in.get(1))));
            trials.add(one("select", ab, (k, in) -> k.select(in.get(1), in.get(0), in.get(1))));
        }
        List<Sample> x = List.of(pair.get(0));
        trials.add(one("add", x, (k, in) -> k.add(in.get(0), 0f)));
        trials.add(one("multiply", x, (k, in) -> k.multiply(in.get(0), 1f)));
        trials.add(one("exp", x, (k, in) -> k.exp(in.get(0))));
        trials.add(one("log", x, (k, in) -> k.log(in.get(0))));
        trials.add(one("sqrt", x, (k, in) -> k.sqrt(in.get(0))));
        trials.add(one("tanh", x, (k, in) -> k.tanh(in.get(0))));
        trials.add(one("erf", x, (k, in) -> k.erf(in.get(0))));
    }

    private static void addReductions(List<Trial> trials, Samples samples) {
        List<Sample> x = List.of(samples.normal(3, 13, 1));
        List<Sample> ab = List.of(samples.normal(3, 7, 13), samples.normal(13, 5));
        trials.add(one("sum", x, (k, in) -> k.sum(in.get(0), new int[] {1}, false)));
        trials.add(one("sum", x, (k, in) -> k.sum(in.get(0), new int[] {2}, true)));
        trials.add(one("sum", x, (k, in) -> k.sum(in.get(0), new int[] {2}, false)));
        trials.add(one("max", x, (k, in) -> k.max(in.get(0), new int[] {0, 1}, true)));
        trials.add(one("max", x, (k, in) -> k.max(in.get(0), new int[] {2}, true)));
        trials.add(one("max", x, (k, in) -> k.max(in.get(0), new int[] {2}, false)));
        trials.add(one("argMax", ab, (k, in) -> k.argMax(in.get(0))));
        trials.add(one("matmul", ab, (k, in) -> k.matmul(in.get(0), in.get(1), MatmulSpec.NN)));
        trials.add(one("matmul", ab, (k, in) -> k.matmul(in.get(0), in.get(0), MatmulSpec.TN)));
    }

    private static void addFused(List<Trial> trials, Samples samples) {
        Sample x = samples.normal(7, 13);
        Sample gradient = samples.normal(7, 13);
        Sample w = samples.normal(13);
        Sample b = samples.normal(13);
        trials.add(FusedTrials.linear(x, samples.normal(13, 13), b));
        trials.add(FusedTrials.gelu(x));
        trials.add(FusedTrials.geluBackward(x, gradient));
        trials.add(FusedTrials.softmax(LABEL, x));
        trials.add(FusedTrials.softmaxBackward(x, gradient));
        trials.add(FusedTrials.logSoftmax(LABEL, x));
        trials.add(FusedTrials.logSoftmaxBackward(x, gradient));
        trials.add(FusedTrials.layerNorm(LABEL, x, w, b));
        trials.add(FusedTrials.layerNormBackward(x, w, b, gradient));
        trials.add(FusedTrials.attention(samples.normal(2, 7, 18), 3));
        trials.add(FusedTrials.attentionBackward(samples.normal(2, 7, 18), 3, samples.normal(2, 7, 6)));
        Sample classes = samples.normal(5, 13);
        Sample bias = samples.normal(5);
        Sample target = samples.indices(5, 7);
        trials.add(FusedTrials.crossEntropy(x, classes, bias, target));
        trials.add(FusedTrials.crossEntropyWithGradients(x, classes, bias, target));
        Sample targets = samples.uniform(0, 1, 3, 5);
        Sample pick = samples.indices(3, 7);
        trials.add(FusedTrials.softCrossEntropy(x, classes, targets, pick));
        trials.add(FusedTrials.softCrossEntropyWithGradients(x, classes, targets, pick));
    }

    private static void addUpdates(List<Trial> trials, Samples samples) {
        List<Sample> pair = List.of(samples.normal(3, 13), samples.normal(3, 13));
        trials.add(change("addInPlace", pair, (k, in) -> k.addInPlace(in.get(0), in.get(1))));
        trials.add(change("multiplyInPlace", pair, (k, in) -> k.multiplyInPlace(in.get(0), 3)));
        trials.add(one("sumOfSquares", pair, (k, in) -> k.full(Shape.of(), (float) k.sumOfSquares(in))));
        List<Sample> four = List.of(pair.get(0), pair.get(1), Sample.filled(0, 3, 13), Sample.filled(0.1f, 3, 13));
        trials.add(change(
                "adamwStep",
                four,
                (k, in) -> k.adamwStep(
                        in.subList(0, 1),
                        in.subList(1, 2),
                        new AdamwMoments(in.subList(2, 3), in.subList(3, 4)),
                        SETTINGS)));
        trials.add(change("ema", pair, (k, in) -> k.ema(in.subList(0, 1), in.subList(1, 2), 0.9)));
    }

    private static Trial one(String kernel, List<Sample> inputs, Trial.Single computation) {
        return Trial.of(kernel, LABEL, inputs, computation);
    }

    private static Trial change(String kernel, List<Sample> inputs, Trial.Change change) {
        return Trial.inPlace(kernel, LABEL, inputs, change);
    }
}
