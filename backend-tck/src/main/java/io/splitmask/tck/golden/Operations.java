package io.splitmask.tck.golden;

import io.splitmask.loss.CrossEntropy;
import io.splitmask.loss.SoftCrossEntropy;
import io.splitmask.nn.BatchNorm;
import io.splitmask.nn.Convolution;
import io.splitmask.nn.Dropout;
import io.splitmask.nn.Interpolation;
import io.splitmask.nn.MaxPool;
import io.splitmask.nn.Resampling;
import io.splitmask.nn.TransposedConvolution;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Tensor;
import java.util.Locale;
import java.util.function.Function;

/** The table from the names of stored operations to this library's methods. */
final class Operations {
    private Operations() {}

    static Tensor apply(String op, OperationInputs in) {
        return switch (op) {
            case "matmul" ->
                in.leaf("a").matmul(in.leaf("b"), new MatmulSpec(in.flag("transpose_a"), in.flag("transpose_b")));
            case "add" -> in.leaf("a").add(in.leaf("b"));
            case "sub" -> in.leaf("a").subtract(in.leaf("b"));
            case "mul" -> in.leaf("a").multiply(in.leaf("b"));
            case "div" -> in.leaf("a").divide(in.leaf("b"));
            case "sum" -> reduce(in, x -> x.sum(in.integers("axes")), x -> x.sumKeepingAxes(in.integers("axes")));
            case "mean" -> reduce(in, x -> x.mean(in.integers("axes")), x -> x.meanKeepingAxes(in.integers("axes")));
            case "max" -> reduce(in, x -> x.max(in.integers("axes")), x -> x.maxKeepingAxes(in.integers("axes")));
            case "softmax" -> in.leaf("x").softmax(in.integer("axis"));
            case "log_softmax" -> in.leaf("x").logSoftmax(in.integer("axis"));
            case "l2_normalize" -> in.leaf("x").l2Normalize(in.integer("axis"), (float) in.number("eps"));
            case "layer_norm" -> in.leaf("x").layerNorm(in.leaf("weight"), in.leaf("bias"), (float) in.number("eps"));
            case "gather_rows", "take_axis0", "gather_last", "scatter_add_rows" -> indexing(op, in);
            case "concat" -> Tensor.concat(in.allLeaves(), in.integer("axis"));
            case "slice" -> in.leaf("x").slice(in.integer("axis"), in.integer("start"), in.integer("stop"));
            case "transpose" -> in.leaf("x").permute(in.integers("axes"));
            case "reshape" -> in.leaf("x").reshape(in.integers("shape"));
            case "broadcast_to" -> in.leaf("x").broadcastTo(in.integers("shape"));
            case "cross_entropy" ->
                CrossEntropy.of(
                        in.leaf("logits"),
                        in.indices("target", in.leaf("logits").dim(1)),
                        in.number("label_smoothing"));
            case "soft_cross_entropy" -> SoftCrossEntropy.of(in.leaf("logits"), in.leaf("target"));
            case "conv2d", "conv_transpose2d", "max_pool2d", "interpolate" -> image(op, in);
            case "batch_norm_train", "batch_norm_eval" -> batchNorm(op, in);
            case "dropout" -> Dropout.of(in.leaf("x"), in.mask("mask"), in.number("keep_prob"));
            default -> function(op, in.leaf("x"));
        };
    }

    private static Tensor function(String op, Tensor x) {
        return switch (op) {
            case "gelu" -> x.gelu();
            case "erf" -> x.erf();
            case "tanh" -> x.tanh();
            case "sqrt" -> x.sqrt();
            case "exp" -> x.exp();
            case "log" -> x.log();
            case "neg" -> x.negate();
            case "relu" -> x.relu();
            case "sigmoid" -> x.sigmoid();
            case "square" -> x.square();
            default -> throw new AssertionError("unknown operation '" + op + "'");
        };
    }

    private static Tensor reduce(
            OperationInputs in, Function<Tensor, Tensor> vanishing, Function<Tensor, Tensor> keeping) {
        return (in.flag("keepdims") ? keeping : vanishing).apply(in.leaf("x"));
    }

    private static Tensor indexing(String op, OperationInputs in) {
        if (op.equals("scatter_add_rows")) {
            return in.leaf("src").scatterAddRows(in.indices("index", in.integer("rows")), in.integer("rows"));
        }
        Tensor x = in.leaf("x");
        return switch (op) {
            case "take_axis0" -> x.take(in.indices("index", x.dim(0)));
            case "gather_last" -> x.gatherLast(in.indices("index", x.dim(1)));
            default -> x.gatherRows(in.indices("index", x.dim(1)));
        };
    }

    private static Tensor image(String op, OperationInputs in) {
        Tensor x = in.leaf("x");
        if (op.equals("interpolate")) {
            return Interpolation.of(
                    x, in.extent("size"), Resampling.valueOf(in.text("mode").toUpperCase(Locale.ROOT)));
        }
        if (op.equals("max_pool2d")) {
            return MaxPool.of(x, in.extent("kernel"), in.extent("stride"), in.extent("padding"));
        }
        Tensor weight = in.leaf("weight");
        if (op.equals("conv2d")) {
            return in.has("bias")
                    ? Convolution.of(x, weight, in.leaf("bias"), in.extent("stride"), in.extent("padding"))
                    : Convolution.of(x, weight, in.extent("stride"), in.extent("padding"));
        }
        return in.has("bias")
                ? TransposedConvolution.of(
                        x,
                        weight,
                        in.leaf("bias"),
                        in.extent("stride"),
                        in.extent("padding"),
                        in.extent("output_padding"))
                : TransposedConvolution.of(
                        x, weight, in.extent("stride"), in.extent("padding"), in.extent("output_padding"));
    }

    private static Tensor batchNorm(String op, OperationInputs in) {
        BatchNorm norm = in.batchNorm();
        if (op.equals("batch_norm_eval")) {
            return norm.evaluate(in.leaf("x"));
        }
        Tensor out = norm.train(in.leaf("x"));
        in.addOutput("running_mean", norm.runningMean().tensor());
        in.addOutput("running_var", norm.runningVar().tensor());
        return out;
    }
}
