package io.splitmask.dl4j;

import io.splitmask.spi.AdamwHyperparameters;
import io.splitmask.spi.AdamwMoments;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;

/** All kernels, each handed to the class of its family; failures come out with the kernel's name and its shapes. */
final class Dl4jKernels implements Kernels {
    private final Memory memory;
    private final Elementwise elementwise;
    private final Movement movement;
    private final Permutation permutation;
    private final RowIndexing rowIndexing;
    private final Reductions reductions;
    private final Matmul matmul;
    private final Gelu gelu;
    private final Softmax softmax;
    private final LayerNorm layerNorm;
    private final Attention attention;
    private final CrossEntropy crossEntropy;
    private final SoftCrossEntropy softCrossEntropy;
    private final Updates updates;

    Dl4jKernels(Memory memory, Workers workers) {
        this.memory = memory;
        Gemm gemm = new Gemm(workers);
        elementwise = new Elementwise(workers);
        movement = new Movement(workers);
        permutation = new Permutation(workers);
        rowIndexing = new RowIndexing(workers);
        reductions = new Reductions(workers);
        matmul = new Matmul(workers, gemm, movement);
        gelu = new Gelu(workers);
        softmax = new Softmax(workers);
        layerNorm = new LayerNorm(workers);
        attention = new Attention(workers);
        LogitChunks logits = new LogitChunks(gemm, matmul);
        crossEntropy = new CrossEntropy(workers, logits, reductions);
        softCrossEntropy = new SoftCrossEntropy(workers, logits);
        updates = new Updates(workers);
    }

    /** Runs a kernel: its results are freed if it fails, its temporaries in any case. */
    private <R> R call(String op, Function<Draft, R> body, Buffer... arguments) {
        try (Draft draft = new Draft(memory)) {
            R result = body.apply(draft);
            draft.succeed();
            return result;
        } catch (RuntimeException | OutOfMemoryError e) {
            StringJoiner shapes = new StringJoiner(", ", " of ", "").setEmptyValue("");
            Arrays.stream(arguments)
                    .forEach(argument -> shapes.add(argument.shape().toString()));
            String cause = e instanceof BackendException ? e.getMessage() : e.toString();
            throw new BackendException(op + shapes + ": " + cause, e);
        }
    }

    private static Dl4jBuffer own(Buffer buffer) {
        return Dl4jBuffer.of(buffer);
    }

    private static List<Dl4jBuffer> own(List<Buffer> buffers) {
        return buffers.stream().map(Dl4jBuffer::of).toList();
    }

    private void run(String op, Runnable body, Buffer... arguments) {
        Function<Draft, Boolean> kernel = draft -> {
            body.run();
            return true;
        };
        boolean unused = call(op, kernel, arguments);
    }

    @Override
    public Buffer upload(float[] values, Shape shape) {
        return call("upload", draft -> movement.upload(draft, values, shape));
    }

    @Override
    public Buffer upload(int[] values, Shape shape) {
        return call("upload", draft -> movement.upload(draft, values, shape));
    }

    @Override
    public float[] downloadFloats(Buffer x) {
        return call("downloadFloats", draft -> Movement.downloadFloats(own(x)), x);
    }

    @Override
    public int[] downloadInts(Buffer x) {
        return call("downloadInts", draft -> Movement.downloadInts(own(x)), x);
    }

    @Override
    public Buffer full(Shape shape, float value) {
        return call("full", draft -> movement.full(draft, shape, value));
    }

    @Override
    public Buffer cast(Buffer x, DType dtype) {
        return call("cast", draft -> movement.cast(draft, own(x), dtype), x);
    }

    @Override
    public void assign(Buffer target, Buffer source) {
        run("assign", () -> movement.copy(own(source), own(target)), target, source);
    }

    @Override
    public Buffer reshape(Buffer x, Shape shape) {
        return call("reshape", draft -> draft.share(own(x), shape), x);
    }

    @Override
    public Buffer permute(Buffer x, int[] axes) {
        return call("permute", draft -> permutation.permute(draft, own(x), axes), x);
    }

    @Override
    public Buffer slice(Buffer x, int axis, int start, int stop) {
        return call("slice", draft -> movement.slice(draft, own(x), axis, start, stop), x);
    }

    @Override
    public Buffer concat(List<Buffer> parts, int axis) {
        return call("concat", draft -> movement.concat(draft, own(parts), axis), parts.toArray(Buffer[]::new));
    }

    @Override
    public Buffer broadcastTo(Buffer x, Shape shape) {
        return call("broadcastTo", draft -> elementwise.broadcastTo(draft, own(x), shape), x);
    }

    @Override
    public Buffer gatherRows(Buffer x, Buffer index) {
        return call("gatherRows", draft -> rowIndexing.gather(draft, own(x), own(index)), x, index);
    }

    @Override
    public Buffer scatterAddRows(Buffer source, Buffer index, int rows) {
        return call(
                "scatterAddRows", draft -> rowIndexing.scatterAdd(draft, own(source), own(index), rows), source, index);
    }

    @Override
    public Buffer add(Buffer a, Buffer b) {
        return call("add", draft -> elementwise.broadcast(draft, BroadcastOp.ADD, own(a), own(b)), a, b);
    }

    @Override
    public Buffer subtract(Buffer a, Buffer b) {
        return call("subtract", draft -> elementwise.broadcast(draft, BroadcastOp.SUBTRACT, own(a), own(b)), a, b);
    }

    @Override
    public Buffer multiply(Buffer a, Buffer b) {
        return call("multiply", draft -> elementwise.broadcast(draft, BroadcastOp.MULTIPLY, own(a), own(b)), a, b);
    }

    @Override
    public Buffer divide(Buffer a, Buffer b) {
        return call("divide", draft -> elementwise.broadcast(draft, BroadcastOp.DIVIDE, own(a), own(b)), a, b);
    }

    @Override
    public Buffer add(Buffer x, float value) {
        return call("add", draft -> elementwise.unary(draft, UnaryOp.ADD, own(x), value), x);
    }

    @Override
    public Buffer multiply(Buffer x, float value) {
        return call("multiply", draft -> elementwise.unary(draft, UnaryOp.MULTIPLY, own(x), value), x);
    }

    @Override
    public Buffer exp(Buffer x) {
        return call("exp", draft -> elementwise.unary(draft, UnaryOp.EXP, own(x), 0f), x);
    }

    @Override
    public Buffer log(Buffer x) {
        return call("log", draft -> elementwise.unary(draft, UnaryOp.LOG, own(x), 0f), x);
    }

    @Override
    public Buffer sqrt(Buffer x) {
        return call("sqrt", draft -> elementwise.unary(draft, UnaryOp.SQRT, own(x), 0f), x);
    }

    @Override
    public Buffer tanh(Buffer x) {
        return call("tanh", draft -> elementwise.unary(draft, UnaryOp.TANH, own(x), 0f), x);
    }

    @Override
    public Buffer erf(Buffer x) {
        return call("erf", draft -> elementwise.unary(draft, UnaryOp.ERF, own(x), 0f), x);
    }

    @Override
    public Buffer greater(Buffer a, Buffer b) {
        return call("greater", draft -> elementwise.broadcast(draft, BroadcastOp.GREATER, own(a), own(b)), a, b);
    }

    @Override
    public Buffer equal(Buffer a, Buffer b) {
        return call("equal", draft -> elementwise.broadcast(draft, BroadcastOp.EQUAL, own(a), own(b)), a, b);
    }

    @Override
    public Buffer select(Buffer condition, Buffer a, Buffer b) {
        return call(
                "select",
                draft -> elementwise.broadcast(draft, BroadcastOp.SELECT, own(condition), own(a), own(b)),
                condition,
                a,
                b);
    }

    @Override
    public Buffer sum(Buffer x, int[] axes, boolean keepAxes) {
        return call("sum", draft -> reductions.reduce(draft, Reductions.Op.SUM, own(x), axes, keepAxes), x);
    }

    @Override
    public Buffer max(Buffer x, int[] axes, boolean keepAxes) {
        return call("max", draft -> reductions.reduce(draft, Reductions.Op.MAX, own(x), axes, keepAxes), x);
    }

    @Override
    public Buffer argMax(Buffer x) {
        return call("argMax", draft -> reductions.argMax(draft, own(x)), x);
    }

    @Override
    public Buffer matmul(Buffer a, Buffer b, MatmulSpec spec) {
        return call("matmul", draft -> matmul.matmul(draft, own(a), own(b), spec), a, b);
    }

    @Override
    public Buffer linear(Buffer x, Buffer w, Buffer b) {
        return call("linear", draft -> matmul.linear(draft, own(x), own(w), own(b)), x, w, b);
    }

    @Override
    public Buffer gelu(Buffer x) {
        return call("gelu", draft -> gelu.forward(draft, own(x)), x);
    }

    @Override
    public Buffer geluBackward(Buffer x, Buffer gradient) {
        return call("geluBackward", draft -> gelu.backward(draft, own(x), own(gradient)), x, gradient);
    }

    @Override
    public Buffer softmax(Buffer x) {
        return call("softmax", draft -> softmax.softmax(draft, own(x)), x);
    }

    @Override
    public Buffer softmaxBackward(Buffer y, Buffer gradient) {
        return call("softmaxBackward", draft -> softmax.softmaxBackward(draft, own(y), own(gradient)), y, gradient);
    }

    @Override
    public Buffer logSoftmax(Buffer x) {
        return call("logSoftmax", draft -> softmax.logSoftmax(draft, own(x)), x);
    }

    @Override
    public Buffer logSoftmaxBackward(Buffer y, Buffer gradient) {
        return call(
                "logSoftmaxBackward", draft -> softmax.logSoftmaxBackward(draft, own(y), own(gradient)), y, gradient);
    }

    @Override
    public FusedResult layerNorm(Buffer x, Buffer w, Buffer b, float eps) {
        return call("layerNorm", draft -> layerNorm.forward(draft, own(x), own(w), own(b), eps), x, w, b);
    }

    @Override
    public List<Buffer> layerNormBackward(Buffer x, Buffer w, float eps, List<Buffer> state, Buffer gradient) {
        return call(
                "layerNormBackward",
                draft -> List.<Buffer>copyOf(
                        layerNorm.backward(draft, own(x), own(w), own(state.get(0)), own(gradient))),
                x,
                w,
                gradient);
    }

    @Override
    public FusedResult attention(Buffer qkv, int heads) {
        return call("attention", draft -> attention.forward(draft, own(qkv), heads), qkv);
    }

    @Override
    public Buffer attentionBackward(Buffer qkv, int heads, Buffer output, List<Buffer> state, Buffer gradient) {
        return call(
                "attentionBackward",
                draft -> attention.backward(draft, own(qkv), heads, own(state.get(0)), own(gradient)),
                qkv,
                gradient);
    }

    @Override
    public FusedResult linearCrossEntropy(Buffer x, Buffer w, Buffer b, Buffer target, boolean withGradients) {
        return call(
                "linearCrossEntropy",
                draft -> crossEntropy.forward(
                        draft, new LogitChunks.Layer(own(x), own(w), own(b)), own(target), withGradients),
                x,
                w,
                b,
                target);
    }

    @Override
    public FusedResult linearSoftCrossEntropy(Buffer x, Buffer w, Buffer targets, Buffer pick, boolean withGradients) {
        return call(
                "linearSoftCrossEntropy",
                draft -> softCrossEntropy.forward(
                        draft, new LogitChunks.Layer(own(x), own(w), null), own(targets), own(pick), withGradients),
                x,
                w,
                targets,
                pick);
    }

    @Override
    public void addInPlace(Buffer target, Buffer x) {
        run("addInPlace", () -> elementwise.addInPlace(own(target), own(x)), target, x);
    }

    @Override
    public void multiplyInPlace(Buffer target, float value) {
        run("multiplyInPlace", () -> elementwise.inPlace(UnaryOp.MULTIPLY, own(target), value), target);
    }

    @Override
    public double sumOfSquares(List<Buffer> buffers) {
        double total = 0;
        for (Buffer x : buffers) {
            total += call("sumOfSquares", draft -> updates.sumOfSquares(own(x)), x);
        }
        return total;
    }

    @Override
    public void adamwStep(
            List<Buffer> parameters, List<Buffer> gradients, AdamwMoments moments, AdamwHyperparameters settings) {
        for (int i = 0; i < parameters.size(); i++) {
            Dl4jBuffer p = own(parameters.get(i));
            Dl4jBuffer g = own(gradients.get(i));
            Dl4jBuffer m = own(moments.first().get(i));
            Dl4jBuffer v = own(moments.second().get(i));
            run("adamwStep", () -> updates.adamw(p, g, m, v, settings), p, g, m, v);
        }
    }

    @Override
    public void ema(List<Buffer> targets, List<Buffer> sources, double momentum) {
        for (int i = 0; i < targets.size(); i++) {
            Dl4jBuffer target = own(targets.get(i));
            Dl4jBuffer source = own(sources.get(i));
            run("ema", () -> updates.ema(target, source, momentum), target, source);
        }
    }
}
