package io.splitmask.eval.probe;

import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The objective of {@link LogisticRecipe} over C and the number of images, so that its scale does not depend on them: mean
 * cross-entropy plus penalty. Matrix products are the engine's, in single precision; softmax, loss and sums are in double,
 * since a line search compares losses that are nearly equal.
 *
 * <p>Weights are one vector: [classes, width], row-major, then the bias [classes].
 */
final class LogisticObjective {
    private static final int BLOCK = 8192;

    private final ProbeNetwork network;
    private final FeatureTable features;
    private final int classes;
    private final double penalty;
    private final List<Tensor> blocks = new ArrayList<>();
    private double crossEntropy;

    /** Uploads the features; the tensors belong to the innermost scope. */
    LogisticObjective(ProbeNetwork network, int classes, FeatureTable features, double c) {
        this.network = network;
        this.features = features;
        this.classes = classes;
        penalty = 1 / (c * features.rows());
        for (int from = 0; from < features.rows(); from += BLOCK) {
            int to = Math.min(features.rows(), from + BLOCK);
            blocks.add(Tensor.of(network.backend(), features.rows(from, to), to - from, features.width()));
        }
    }

    /** Returns the number of weights. */
    int size() {
        return classes * (features.width() + 1);
    }

    /** Returns the mean cross-entropy at the weights given last. */
    double crossEntropy() {
        return crossEntropy;
    }

    /**
     * Computes the objective; the network keeps the weights.
     *
     * @param gradient is overwritten
     * @throws ArithmeticException if the loss is not finite
     */
    double value(double[] weights, double[] gradient) {
        int biases = classes * features.width();
        network.assign(floats(weights, 0, biases), floats(weights, biases, classes));
        Arrays.fill(gradient, 0);
        double sum = 0;
        int from = 0;
        for (Tensor block : blocks) {
            sum += add(block, from, gradient);
            from += block.dim(0);
        }
        crossEntropy = sum / features.rows();
        if (!Double.isFinite(crossEntropy)) {
            throw new ArithmeticException(LogisticProbe.TASK + ": expected a finite loss, got " + crossEntropy
                    + "; features may be infinite or not a number");
        }
        double squares = 0;
        for (int i = 0; i < biases; i++) {
            squares += weights[i] * weights[i];
            gradient[i] += penalty * weights[i];
        }
        return crossEntropy + penalty / 2 * squares;
    }

    /** Adds the gradient of a block's images, and returns the sum of their cross-entropies. */
    private double add(Tensor block, int from, double[] gradient) {
        try (TensorScope scope = TensorScope.open()) {
            int images = block.dim(0);
            float[] values = network.evaluate(block).toFloats(); // [images, classes]
            double sum = 0;
            int biases = classes * features.width();
            for (int i = 0; i < images; i++) {
                sum += toErrors(values, i * classes, features.label(from + i));
                for (int c = 0; c < classes; c++) {
                    gradient[biases + c] += (double) values[i * classes + c] / features.rows();
                }
            }
            Tensor errors = Tensor.of(network.backend(), values, images, classes);
            float[] products = errors.matmul(block, MatmulSpec.TN).toFloats(); // [classes, width]
            for (int i = 0; i < biases; i++) {
                gradient[i] += (double) products[i] / features.rows();
            }
            return sum;
        }
    }

    /** Turns the logits of an image into probabilities less the label's one, and returns its cross-entropy. */
    private double toErrors(float[] values, int start, int label) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            largest = Math.max(largest, values[start + c]);
        }
        double margin = largest - values[start + label];
        double sum = 0;
        double[] exponentials = new double[classes];
        for (int c = 0; c < classes; c++) {
            exponentials[c] = Math.exp(values[start + c] - largest);
            sum += exponentials[c];
        }
        for (int c = 0; c < classes; c++) {
            values[start + c] = (float) (exponentials[c] / sum - (c == label ? 1 : 0));
        }
        return Math.log(sum) + margin;
    }

    private static float[] floats(double[] values, int start, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) values[start + i];
        }
        return floats;
    }
}
