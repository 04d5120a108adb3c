package io.splitmask.djl;

import io.splitmask.spi.AdamwHyperparameters;
import io.splitmask.spi.AdamwMoments;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.Precision;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import java.util.List;

/** All kernels; the fused ones are PyTorch's own, forward and backward. */
final class DjlKernels extends RequiredPart implements Kernels {
    /** Fewest rows of logits at a time: products of fewer are slow. */
    private static final int MIN_ROWS = 256;

    /** Logits at a time on the processor, 32 MiB. */
    private static final int CPU_LOGITS = 1 << 23;

    /** The same on CUDA, where a small product leaves most of the card idle: 128 MiB. */
    private static final int CUDA_LOGITS = 1 << 25;

    private final Bridge bridge;
    private final Device device;
    private final AttentionKernel attention;
    private final UpdateKernels updates;

    DjlKernels(Bridge bridge, Device device, Precision precision) {
        super(bridge, device, precision);
        this.bridge = bridge;
        this.device = device;
        this.attention = new AttentionKernel(bridge, device, precision);
        this.updates = new UpdateKernels(bridge);
    }

    @Override
    public Buffer linear(Buffer x, Buffer w, Buffer b) {
        Shape shape = x.shape().with(-1, w.shape().dim(0));
        return product("linear").with(x).with(w).with(b).toBuffer(shape);
    }

    @Override
    public Buffer gelu(Buffer x) {
        return unary("gelu", x);
    }

    @Override
    public Buffer geluBackward(Buffer x, Buffer gradient) {
        return binary("gelu_backward", x, gradient);
    }

    @Override
    public Buffer softmax(Buffer x) {
        return unary("softmax", x);
    }

    @Override
    public Buffer softmaxBackward(Buffer y, Buffer gradient) {
        return binary("softmax_backward", y, gradient);
    }

    @Override
    public Buffer logSoftmax(Buffer x) {
        return unary("log_softmax", x);
    }

    @Override
    public Buffer logSoftmaxBackward(Buffer y, Buffer gradient) {
        return binary("log_softmax_backward", y, gradient);
    }

    /** The state is the mean and the inverse deviation of each row. */
    @Override
    public FusedResult layerNorm(Buffer x, Buffer w, Buffer b, float eps) {
        Shape rows = x.shape().with(-1, 1);
        List<Buffer> results = bridge.call("layer_norm")
                .with(x)
                .with(w)
                .with(b)
                .with((double) eps)
                .toBuffers(x.shape(), rows, rows);
        return new FusedResult(results.get(0), List.of(results.get(1), results.get(2)));
    }

    @Override
    public List<Buffer> layerNormBackward(Buffer x, Buffer w, float eps, List<Buffer> state, Buffer gradient) {
        return bridge.call("layer_norm_backward")
                .with(x)
                .with(w)
                .with(state.get(0))
                .with(state.get(1))
                .with(gradient)
                .toBuffers(x.shape(), w.shape(), w.shape());
    }

    @Override
    public FusedResult attention(Buffer qkv, int heads) {
        return attention.forward(qkv, heads);
    }

    @Override
    public Buffer attentionBackward(Buffer qkv, int heads, Buffer output, List<Buffer> state, Buffer gradient) {
        return attention.backward(qkv, heads, output, state, gradient);
    }

    @Override
    public FusedResult linearCrossEntropy(Buffer x, Buffer w, Buffer b, Buffer target, boolean withGradients) {
        List<Buffer> results = withGradients
                ? crossEntropy("cross_entropy_gradients", x, w, b, target)
                        .toBuffers(Shape.of(), Shape.of(), x.shape(), w.shape(), b.shape())
                : crossEntropy("cross_entropy", x, w, b, target).toBuffers(Shape.of(), Shape.of());
        return new FusedResult(results.get(0), List.copyOf(results.subList(1, results.size())));
    }

    private Call crossEntropy(String method, Buffer x, Buffer w, Buffer b, Buffer target) {
        return product(method).with(x).with(w).with(b).with(target).with(rowsAtATime(w));
    }

    private long rowsAtATime(Buffer w) {
        int logits = device.kind() == Device.Kind.CPU ? CPU_LOGITS : CUDA_LOGITS;
        return Math.max(MIN_ROWS, logits / w.shape().dim(0));
    }

    @Override
    public FusedResult linearSoftCrossEntropy(Buffer x, Buffer w, Buffer targets, Buffer pick, boolean withGradients) {
        if (!withGradients) {
            Buffer loss =
                    softCrossEntropy("soft_cross_entropy", x, w, targets, pick).toBuffer(Shape.of());
            return new FusedResult(loss, List.of());
        }
        List<Buffer> results = softCrossEntropy("soft_cross_entropy_gradients", x, w, targets, pick)
                .toBuffers(Shape.of(), x.shape(), w.shape());
        return new FusedResult(results.get(0), List.copyOf(results.subList(1, results.size())));
    }

    private Call softCrossEntropy(String method, Buffer x, Buffer w, Buffer targets, Buffer pick) {
        return product(method).with(x).with(w).with(targets).with(pick).with(rowsAtATime(w));
    }

    @Override
    public void addInPlace(Buffer target, Buffer x) {
        updates.addInPlace(target, x);
    }

    @Override
    public void multiplyInPlace(Buffer target, float value) {
        updates.multiplyInPlace(target, value);
    }

    @Override
    public double sumOfSquares(List<Buffer> buffers) {
        return updates.sumOfSquares(buffers);
    }

    @Override
    public void adamwStep(
            List<Buffer> parameters, List<Buffer> gradients, AdamwMoments moments, AdamwHyperparameters settings) {
        updates.adamwStep(parameters, gradients, moments, settings);
    }

    @Override
    public void ema(List<Buffer> targets, List<Buffer> sources, double momentum) {
        updates.ema(targets, sources, momentum);
    }
}
