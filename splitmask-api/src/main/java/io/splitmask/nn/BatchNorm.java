package io.splitmask.nn;

import io.splitmask.config.Problems;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batch norm over all axes but the second. Parameters, unless left out: {@code weight} [C] (1), {@code bias} [C] (0).
 * Statistics: {@code running_mean} [C] (0), {@code running_var} [C] (1), moved by every {@link #train}.
 */
public final class BatchNorm extends Module {
    /**
     * Constants of a batch norm.
     *
     * @param eps added to the variance
     * @param momentum share of a batch in the running statistics, 0..1
     */
    public record Settings(double eps, double momentum) {
        /** PyTorch's: eps 1e-5, momentum 0.1. */
        public static final Settings DEFAULT = new Settings(1e-5, 0.1);

        /** Checks the numbers. */
        public Settings {
            Problems.of("BatchNorm")
                    .positive("eps", eps)
                    .share("momentum", momentum)
                    .throwIfAny();
        }
    }

    private final Settings settings;
    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;
    private final Parameter runningMean;
    private final Parameter runningVar;

    private BatchNorm(Backend backend, int channels, Settings settings, boolean affine) {
        super(backend);
        this.settings = settings;
        Shape shape = Shape.of(channels);
        weight = affine ? parameter("weight", shape, 1f) : null;
        bias = affine ? parameter("bias", shape, 0f) : null;
        runningMean = statistic("running_mean", shape, 0f);
        runningVar = statistic("running_var", shape, 1f);
    }

    /**
     * Creates the layer.
     *
     * @param channels C
     */
    public static BatchNorm affine(Backend backend, int channels, Settings settings) {
        return new BatchNorm(backend, channels, settings, true);
    }

    /**
     * Creates the layer without weight and bias.
     *
     * @param channels C
     */
    public static BatchNorm withoutAffine(Backend backend, int channels, Settings settings) {
        return new BatchNorm(backend, channels, settings, false);
    }

    /**
     * Normalises by the batch's own mean and biased variance, and moves the running statistics towards its mean and
     * unbiased variance.
     *
     * @param x [B, C] or [B, C, ...] with more than one value a channel
     * @return shape of x
     */
    public Tensor train(Tensor x) {
        check(x);
        long count = x.shape().size() / Math.max(1, x.dim(1));
        if (count < 2) {
            throw new ShapeException(
                    "batchNorm", "expected more than one value a channel in training, got x " + x.shape(), x.shape());
        }
        int[] axes = axesButTheSecond(x);
        Tensor mean = x.meanKeepingAxes(axes);
        Tensor centred = x.subtract(mean);
        Tensor variance = centred.square().meanKeepingAxes(axes);
        moveStatistics(mean, variance, (float) (count / (count - 1.0)));
        return scaled(centred, variance);
    }

    /**
     * Normalises by the running statistics, which stay as they are.
     *
     * @param x [B, C] or [B, C, ...]
     * @return shape of x
     */
    public Tensor evaluate(Tensor x) {
        check(x);
        int[] perChannel = perChannel(x);
        Tensor mean = runningMean.tensor().detach().reshape(perChannel);
        return scaled(x.subtract(mean), runningVar.tensor().detach().reshape(perChannel));
    }

    /** Returns the running mean [C]. */
    public Parameter runningMean() {
        return runningMean;
    }

    /** Returns the running variance [C]. */
    public Parameter runningVar() {
        return runningVar;
    }

    private Tensor scaled(Tensor centred, Tensor variance) {
        Tensor deviation = variance.add((float) settings.eps()).sqrt();
        if (weight == null || bias == null) {
            return centred.divide(deviation);
        }
        int[] perChannel = perChannel(centred);
        return centred.divide(deviation)
                .multiply(weight.tensor().reshape(perChannel))
                .add(bias.tensor().reshape(perChannel));
    }

    private void moveStatistics(Tensor mean, Tensor variance, float unbiased) {
        try (TensorScope scope = TensorScope.open()) {
            int channels = runningMean.shape().dim(0);
            Tensor newMean = mean.detach().reshape(channels);
            Tensor newVar = variance.detach().reshape(channels).multiply(unbiased);
            backend()
                    .kernels()
                    .ema(
                            List.of(
                                    runningMean.tensor().buffer(),
                                    runningVar.tensor().buffer()),
                            List.of(newMean.buffer(), newVar.buffer()),
                            1 - settings.momentum());
        }
    }

    private void check(Tensor x) {
        int channels = runningMean.shape().dim(0);
        if (x.shape().rank() < 2 || x.dim(1) != channels) {
            throw new ShapeException(
                    "batchNorm", "expected x [B, " + channels + ", ...], got x " + x.shape(), x.shape());
        }
    }

    private static int[] axesButTheSecond(Tensor x) {
        int[] axes = new int[x.shape().rank() - 1];
        for (int i = 1; i < axes.length; i++) {
            axes[i] = i + 1;
        }
        return axes;
    }

    /** Returns the shape [C, 1, ...] under which a [C] vector broadcasts over x. */
    private static int[] perChannel(Tensor x) {
        int[] dims = new int[x.shape().rank() - 1];
        Arrays.fill(dims, 1);
        dims[0] = x.dim(1);
        return dims;
    }
}
