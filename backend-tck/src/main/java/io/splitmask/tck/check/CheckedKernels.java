package io.splitmask.tck.check;

import io.splitmask.spi.AdamwHyperparameters;
import io.splitmask.spi.AdamwMoments;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.Shape;
import java.util.List;

/** Checks the fused kernels too, and lets the backend run its own forms of them. */
final class CheckedKernels extends CheckedRequired {
    private final Kernels kernels;

    CheckedKernels(Kernels kernels, Ledger ledger) {
        super(kernels, ledger);
        this.kernels = kernels;
    }

    /** A backward kernel: both arguments and the result have one shape. */
    private Buffer same(String name, Buffer a, Buffer b, Binary kernel) {
        return zip(name, a, b, () -> ShapeOracle.same(a.shape(), b.shape()), kernel);
    }

    @Override
    public Buffer linear(Buffer x, Buffer w, Buffer b) {
        CallCheck call = call("linear");
        Buffer in = call.floats(x);
        Buffer weight = call.floats(w);
        Buffer bias = call.floats(b);
        Shape result = call.shape(() -> ShapeOracle.linear(x.shape(), w.shape(), b.shape()));
        return call.result(result, () -> kernels.linear(in, weight, bias));
    }

    @Override
    public Buffer gelu(Buffer x) {
        return map("gelu", x, kernels::gelu);
    }

    @Override
    public Buffer geluBackward(Buffer x, Buffer gradient) {
        return same("geluBackward", x, gradient, kernels::geluBackward);
    }

    @Override
    public Buffer softmax(Buffer x) {
        CallCheck call = call("softmax");
        Buffer in = call.floats(x);
        return call.result(call.shape(() -> ShapeOracle.rows(x.shape())), () -> kernels.softmax(in));
    }

    @Override
    public Buffer softmaxBackward(Buffer y, Buffer gradient) {
        return same("softmaxBackward", y, gradient, kernels::softmaxBackward);
    }

    @Override
    public Buffer logSoftmax(Buffer x) {
        CallCheck call = call("logSoftmax");
        Buffer in = call.floats(x);
        return call.result(call.shape(() -> ShapeOracle.rows(x.shape())), () -> kernels.logSoftmax(in));
    }

    @Override
    public Buffer logSoftmaxBackward(Buffer y, Buffer gradient) {
        return same("logSoftmaxBackward", y, gradient, kernels::logSoftmaxBackward);
    }

    @Override
    public FusedResult layerNorm(Buffer x, Buffer w, Buffer b, float eps) {
        CallCheck call = call("layerNorm");
        Buffer in = call.floats(x);
        Buffer weight = call.floats(w);
        Buffer bias = call.floats(b);
        Shape result = call.shape(() -> ShapeOracle.norm(x.shape(), w.shape(), b.shape()));
        return call.fused(result, call::opaque, () -> kernels.layerNorm(in, weight, bias, eps));
    }

    @Override
    public List<Buffer> layerNormBackward(Buffer x, Buffer w, float eps, List<Buffer> state, Buffer gradient) {
        CallCheck call = call("layerNormBackward");
        Buffer in = call.floats(x);
        Buffer weight = call.floats(w);
        List<Buffer> kept = call.any(state);
        Buffer upstream = call.floats(gradient);
        requireSame(call, x, gradient);
        List<Shape> shapes = List.of(x.shape(), w.shape(), w.shape());
        return call.results(shapes, () -> kernels.layerNormBackward(in, weight, eps, kept, upstream));
    }

    @Override
    public FusedResult attention(Buffer qkv, int heads) {
        CallCheck call = call("attention");
        Buffer in = call.floats(qkv);
        Shape result = call.shape(() -> ShapeOracle.attention(qkv.shape(), heads));
        return call.fused(result, call::opaque, () -> kernels.attention(in, heads));
    }

    @Override
    public Buffer attentionBackward(Buffer qkv, int heads, Buffer output, List<Buffer> state, Buffer gradient) {
        CallCheck call = call("attentionBackward");
        Buffer in = call.floats(qkv);
        Buffer out = call.floats(output);
        List<Buffer> kept = call.any(state);
        Buffer upstream = call.floats(gradient);
        requireSame(call, output, gradient);
        return call.result(qkv.shape(), () -> kernels.attentionBackward(in, heads, out, kept, upstream));
    }

    @Override
    public FusedResult linearCrossEntropy(Buffer x, Buffer w, Buffer b, Buffer target, boolean withGradients) {
        CallCheck call = call("linearCrossEntropy");
        Buffer in = call.floats(x);
        Buffer weight = call.floats(w);
        Buffer bias = call.floats(b);
        Buffer classes = call.ints(target);
        Shape result = call.shape(() -> ShapeOracle.crossEntropy(x.shape(), w.shape(), b.shape(), target.shape()));
        requireIndices(call, classes, b.shape().dim(0));
        Shape accuracy = Shape.of();
        List<Shape> shapes = withGradients ? List.of(accuracy, x.shape(), w.shape(), b.shape()) : List.of(accuracy);
        return call.fused(
                result,
                state -> call.wrapAll(state, shapes),
                () -> kernels.linearCrossEntropy(in, weight, bias, classes, withGradients));
    }

    @Override
    public FusedResult linearSoftCrossEntropy(Buffer x, Buffer w, Buffer targets, Buffer pick, boolean withGradients) {
        CallCheck call = call("linearSoftCrossEntropy");
        Buffer in = call.floats(x);
        Buffer weight = call.floats(w);
        Buffer distributions = call.floats(targets);
        Buffer rows = call.ints(pick);
        Shape result =
                call.shape(() -> ShapeOracle.softCrossEntropy(x.shape(), w.shape(), targets.shape(), pick.shape()));
        requireIndices(call, rows, targets.shape().dim(0));
        List<Shape> gradients = withGradients ? List.of(x.shape(), w.shape()) : List.of();
        return call.fused(
                result,
                state -> call.wrapAll(state, gradients),
                () -> kernels.linearSoftCrossEntropy(in, weight, distributions, rows, withGradients));
    }

    @Override
    public void addInPlace(Buffer target, Buffer x) {
        CallCheck call = call("addInPlace");
        Buffer to = call.floats(target);
        Buffer in = call.floats(x);
        requireSame(call, target, x);
        call.run(() -> kernels.addInPlace(to, in));
    }

    @Override
    public void multiplyInPlace(Buffer target, float value) {
        CallCheck call = call("multiplyInPlace");
        Buffer to = call.floats(target);
        call.run(() -> kernels.multiplyInPlace(to, value));
    }

    @Override
    public double sumOfSquares(List<Buffer> buffers) {
        CallCheck call = call("sumOfSquares");
        List<Buffer> in = call.floats(buffers);
        return call.run(() -> kernels.sumOfSquares(in));
    }

    @Override
    public void adamwStep(
            List<Buffer> parameters, List<Buffer> gradients, AdamwMoments moments, AdamwHyperparameters settings) {
        CallCheck call = call("adamwStep");
        List<Buffer> targets = call.floats(parameters);
        List<Buffer> in = call.floats(gradients);
        AdamwMoments state = new AdamwMoments(call.floats(moments.first()), call.floats(moments.second()));
        requireSame(call, parameters, gradients);
        requireSame(call, parameters, moments.first());
        requireSame(call, parameters, moments.second());
        call.run(() -> kernels.adamwStep(targets, in, state, settings));
    }

    @Override
    public void ema(List<Buffer> targets, List<Buffer> sources, double momentum) {
        CallCheck call = call("ema");
        List<Buffer> to = call.floats(targets);
        List<Buffer> from = call.floats(sources);
        requireSame(call, targets, sources);
        call.run(() -> kernels.ema(to, from, momentum));
    }

    private static void requireSame(CallCheck call, List<Buffer> a, List<Buffer> b) {
        if (a.size() != b.size()) {
            throw call.failure("expected lists of equal length, got " + a.size() + " and " + b.size());
        }
        for (int i = 0; i < a.size(); i++) {
            requireSame(call, a.get(i), b.get(i));
        }
    }
}
