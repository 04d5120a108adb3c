package io.splitmask.eval.probe;

import io.splitmask.nn.BatchNorm;
import io.splitmask.nn.Linear;
import io.splitmask.nn.Module;
import io.splitmask.nn.init.Normal;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A linear classifier, after a batch norm without scale and shift if wanted. Parameters: {@code head}. */
final class ProbeNetwork extends Module {
    private static final double WEIGHT_DEVIATION = 0.01;
    private static final BatchNorm.Settings NORM = new BatchNorm.Settings(1e-6, 0.1);

    private final @Nullable BatchNorm norm;
    private final Linear head;

    ProbeNetwork(Backend backend, int width, int classes, boolean batchNorm) {
        super(backend);
        norm = batchNorm ? child("norm", BatchNorm.withoutAffine(backend, width, NORM)) : null;
        head = child("head", new Linear(backend, width, classes));
    }

    /** Gives the weights a normal distribution; the bias starts at 0. */
    void initialise(SplittableSeed seed) {
        head.weight().assign(new Normal(WEIGHT_DEVIATION).values(head.weight().shape(), seed.stream()));
    }

    /**
     * Sets the weights.
     *
     * @param weight [classes, width], row-major
     * @param bias [classes]
     */
    void assign(float[] weight, float[] bias) {
        head.weight().assign(weight);
        head.bias().assign(bias);
    }

    /**
     * Returns logits in training.
     *
     * @param features [B, width]
     * @return [B, classes]
     */
    Tensor train(Tensor features) {
        return head.forward(norm == null ? features : norm.train(features));
    }

    /**
     * Returns logits by the running statistics.
     *
     * @param features [B, width]
     * @return [B, classes]
     */
    Tensor evaluate(Tensor features) {
        return head.forward(norm == null ? features : norm.evaluate(features));
    }
}
