package io.splitmask.tck.autograd;

import io.splitmask.autograd.Attention;
import io.splitmask.autograd.DistributionCrossEntropy;
import io.splitmask.autograd.TokenCrossEntropy;
import io.splitmask.loss.CrossEntropy;
import io.splitmask.loss.InfoNce;
import io.splitmask.loss.SoftCrossEntropy;
import io.splitmask.nn.BatchNorm;
import io.splitmask.nn.Convolution;
import io.splitmask.nn.Extent;
import io.splitmask.nn.Interpolation;
import io.splitmask.nn.MaxPool;
import io.splitmask.nn.PatchEmbedding;
import io.splitmask.nn.Resampling;
import io.splitmask.nn.TransposedConvolution;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tck.autograd.Differentiable.Function;
import io.splitmask.tck.autograd.Differentiable.Input;
import io.splitmask.tck.autograd.Differentiable.Values;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Every operation that gradients flow through, at odd sizes. */
final class Differentiables {
    private static final Extent ONE = Extent.square(1);

    private final List<Differentiable> all = new ArrayList<>();

    private Differentiables() {}

    static List<Differentiable> all() {
        Differentiables table = new Differentiables();
        table.addArithmetic();
        table.addFunctions();
        table.addShaping();
        table.addIndexing();
        table.addReductions();
        table.addMatrices();
        table.addLayers();
        table.addLosses();
        table.addImages();
        return table.all;
    }

    private void add(String name, Function function, Input... inputs) {
        all.add(new Differentiable(name, List.of(inputs), function));
    }

    private static Input normal(int... dims) {
        return new Input(Shape.of(dims), Values.NORMAL);
    }

    private static Input positive(int... dims) {
        return new Input(Shape.of(dims), Values.POSITIVE);
    }

    private static Input apart(int... dims) {
        return new Input(Shape.of(dims), Values.APART);
    }

    private static Tensor indices(Tensor like, int bound, int[] values, int... dims) {
        return Tensor.ofIndices(like.backend(), values, bound, dims);
    }

    private void addArithmetic() {
        add("add, broadcast both ways", in -> in.get(0).add(in.get(1)), normal(3, 1, 5), normal(7, 1));
        add("subtract, broadcast both ways", in -> in.get(0).subtract(in.get(1)), normal(1, 5), normal(3, 7, 1));
        add("multiply, broadcast both ways", in -> in.get(0).multiply(in.get(1)), normal(3, 1, 5), normal(7, 1));
        add("divide, broadcast both ways", in -> in.get(0).divide(in.get(1)), normal(3, 1, 5), positive(7, 1));
        add("multiply by a single number", in -> in.get(0).multiply(in.get(1)), normal(3, 5), normal());
        add("numbers", in -> in.get(0).add(2f).multiply(-0.7f).negate(), normal(13));
        add("one value used three times", in -> in.get(0).multiply(in.get(0)).add(in.get(0)), normal(7));
        add(
                "one value used through a view",
                in -> in.get(0).reshape(7).multiply(in.get(0).reshape(7)),
                normal(7, 1));
    }

    private void addFunctions() {
        add("exp", in -> in.get(0).exp(), normal(13));
        add("log", in -> in.get(0).log(), positive(13));
        add("sqrt", in -> in.get(0).sqrt(), positive(13));
        add("tanh", in -> in.get(0).tanh(), normal(13));
        add("erf", in -> in.get(0).erf(), normal(13));
        add("sigmoid", in -> in.get(0).sigmoid(), normal(13));
        add("gelu", in -> in.get(0).gelu(), normal(13));
        add("relu", in -> in.get(0).relu(), apart(13));
    }

    private void addShaping() {
        add("reshape", in -> in.get(0).reshape(5, -1), normal(3, 5));
        add("permute", in -> in.get(0).permute(2, 0, 1).square(), normal(2, 3, 5));
        add("slice in the middle", in -> in.get(0).slice(1, 1, 4), normal(3, 5, 2));
        add("slice to the end", in -> in.get(0).slice(-1, 2, 5), normal(3, 5));
        add("concat", in -> Tensor.concat(List.of(in.get(0), in.get(1), in.get(0)), 1), normal(3, 2), normal(3, 5));
        add("broadcastTo", in -> in.get(0).broadcastTo(2, 3, 5), normal(3, 1));
    }

    private void addIndexing() {
        int[] rows = {0, 3, 3, 1, 1, 1};
        add("gatherRows", in -> in.get(0).gatherRows(indices(in.get(0), 4, rows, 2, 3)), normal(2, 4, 3));
        add("scatterAddRows", in -> in.get(0).scatterAddRows(indices(in.get(0), 4, rows, 2, 3), 4), normal(2, 3, 5));
        add("take", in -> in.get(0).take(indices(in.get(0), 4, rows, 6)), normal(4, 3, 2));
        add("gatherLast", in -> in.get(0).gatherLast(indices(in.get(0), 4, rows, 6, 1)), normal(6, 4));
    }

    private void addReductions() {
        add("sum over the middle axis", in -> in.get(0).sum(1), normal(3, 5, 2));
        add("sum over two axes, kept", in -> in.get(0).sumKeepingAxes(0, -1), normal(3, 5, 2));
        add("mean of all", in -> in.get(0).mean(), normal(3, 5));
        add("mean over the first axis, kept", in -> in.get(0).meanKeepingAxes(0), normal(3, 5));
        add("max over the last axis", in -> in.get(0).max(-1), apart(3, 5));
        add("max over two axes, kept", in -> in.get(0).maxKeepingAxes(0, 2), apart(3, 5, 2));
    }

    private void addMatrices() {
        add("matmul", in -> in.get(0).matmul(in.get(1)), normal(3, 5), normal(5, 7));
        add("matmul, a transposed", in -> in.get(0).matmul(in.get(1), MatmulSpec.TN), normal(2, 5, 3), normal(2, 5, 7));
        add("matmul, b transposed", in -> in.get(0).matmul(in.get(1), MatmulSpec.NT), normal(2, 3, 5), normal(7, 5));
        add(
                "matmul, both transposed",
                in -> in.get(0).matmul(in.get(1), new MatmulSpec(true, true)),
                normal(5, 3),
                normal(2, 7, 5));
        add("matmul, batches broadcast", in -> in.get(0).matmul(in.get(1)), normal(2, 1, 3, 5), normal(3, 5, 2));
        add("linear", in -> in.get(0).linear(in.get(1), in.get(2)), normal(2, 3, 5), normal(7, 5), normal(7));
    }

    private void addLayers() {
        add("softmax", in -> in.get(0).softmax(-1), normal(3, 7));
        add("logSoftmax over the first axis", in -> in.get(0).logSoftmax(0), normal(7, 3));
        add("layerNorm", in -> in.get(0).layerNorm(in.get(1), in.get(2), 1e-6f), normal(2, 3, 7), normal(7), normal(7));
        add("l2Normalize", in -> in.get(0).l2Normalize(-1, 1e-12f), normal(3, 7));
        add("attention", in -> Attention.attend(in.get(0), 3), normal(2, 5, 18));
        add(
                "attention with a bias",
                in -> Attention.attend(in.get(0), 3, in.get(1)),
                normal(2, 5, 18),
                normal(3, 5, 5));
        add("batch norm, training", in -> newBatchNorm(in.get(0)).train(in.get(0)), normal(7, 3));
        add("batch norm, running statistics", in -> newBatchNorm(in.get(0)).evaluate(in.get(0)), normal(2, 3, 2, 2));
    }

    private static BatchNorm newBatchNorm(Tensor x) {
        return BatchNorm.affine(x.backend(), x.dim(1), BatchNorm.Settings.DEFAULT);
    }

    private void addLosses() {
        int[] classes = {4, 0, 2};
        add("cross entropy", in -> CrossEntropy.of(in.get(0), indices(in.get(0), 5, classes, 3)), normal(3, 5));
        add(
                "cross entropy, smoothed",
                in -> CrossEntropy.of(in.get(0), indices(in.get(0), 5, classes, 3), 0.1),
                normal(3, 5));
        add(
                "soft cross entropy",
                in -> SoftCrossEntropy.of(in.get(0), Tensor.full(in.get(0).backend(), 0.2f, Shape.of(3, 5))),
                normal(3, 5));
        add(
                "cross entropy of tokens, weighted",
                in -> TokenCrossEntropy.of(in.get(0), in.get(1), in.get(2), indices(in.get(0), 5, classes, 3))
                        .multiply(0.3f),
                normal(3, 7),
                normal(5, 7),
                normal(5));
        add(
                "cross entropy against distributions, weighted",
                in -> DistributionCrossEntropy.of(
                                in.get(0),
                                in.get(1),
                                Tensor.full(in.get(0).backend(), 0.3f, Shape.of(2, 5)),
                                indices(in.get(0), 2, new int[] {1, 0, 1}, 3))
                        .multiply(0.3f),
                normal(3, 7),
                normal(5, 7));
        add(
                "contrastive loss",
                in -> InfoNce.symmetric(InfoNce.similarity(
                        in.get(0).l2Normalize(-1, 1e-12f), in.get(1).l2Normalize(-1, 1e-12f), 0.5)),
                normal(3, 5),
                normal(3, 5));
    }

    private void addImages() {
        Extent stride = new Extent(2, 1);
        Extent padding = new Extent(1, 2);
        add(
                "conv2d",
                in -> Convolution.of(in.get(0), in.get(1), in.get(2), stride, padding),
                normal(2, 3, 5, 4),
                normal(2, 3, 3, 2),
                normal(2));
        add(
                "conv2d, 1 x 1",
                in -> Convolution.of(in.get(0), in.get(1), ONE, Extent.NONE),
                normal(2, 3, 2, 3),
                normal(5, 3, 1, 1));
        add(
                "transposed conv2d",
                in -> TransposedConvolution.of(
                        in.get(0), in.get(1), in.get(2), Extent.square(2), ONE, new Extent(1, 0)),
                normal(2, 3, 2, 3),
                normal(3, 2, 3, 4),
                normal(2));
        add("max pool", in -> MaxPool.of(in.get(0), Extent.square(3), Extent.square(2), ONE), apart(1, 2, 5, 4));
        add("patches", in -> PatchEmbedding.patches(in.get(0), 2), normal(2, 3, 4, 6));
        for (Resampling resampling : Resampling.values()) {
            add(
                    "interpolation, " + resampling,
                    in -> Interpolation.of(in.get(0), new Extent(5, 3), resampling),
                    normal(2, 1, 3, 4));
        }
    }
}
