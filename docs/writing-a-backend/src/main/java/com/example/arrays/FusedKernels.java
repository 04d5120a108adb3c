package com.example.arrays;

import static com.example.arrays.ArrayBuffer.floats;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** Kernels that do in one pass what their composition does in several. What is not here is inherited. */
final class FusedKernels extends RequiredArrayKernels {
    FusedKernels(Memory memory) {
        super(memory);
    }

    @Override
    public Buffer softmax(Buffer x) {
        float[] in = floats(x);
        float[] out = new float[in.length];
        int width = x.shape().dim(-1);
        for (int row = 0; row < in.length; row += width) {
            float largest = Float.NEGATIVE_INFINITY;
            for (int i = row; i < row + width; i++) {
                largest = Math.max(largest, in[i]);
            }
            double sum = 0;
            for (int i = row; i < row + width; i++) {
                out[i] = (float) Math.exp(in[i] - largest);
                sum += out[i];
            }
            for (int i = row; i < row + width; i++) {
                out[i] /= (float) sum;
            }
        }
        return result(out, x.shape());
    }

    /** The state is the mean and the inverse deviation of each row. */
    @Override
    public FusedResult layerNorm(Buffer x, Buffer w, Buffer b, float eps) {
        float[] in = floats(x);
        float[] out = new float[in.length];
        int width = x.shape().dim(-1);
        int rows = in.length / width;
        float[] means = new float[rows];
        float[] inverses = new float[rows];
        for (int row = 0; row < rows; row++) {
            double mean = 0;
            for (int i = 0; i < width; i++) {
                mean += in[row * width + i];
            }
            mean /= width;
            double variance = 0;
            for (int i = 0; i < width; i++) {
                double deviation = in[row * width + i] - mean;
                variance += deviation * deviation;
            }
            variance /= width;
            means[row] = (float) mean;
            inverses[row] = (float) (1 / Math.sqrt(variance + eps));
            for (int i = 0; i < width; i++) {
                out[row * width + i] =
                        (in[row * width + i] - means[row]) * inverses[row] * floats(w)[i] + floats(b)[i];
            }
        }
        Shape perRow = Shape.of(rows);
        return new FusedResult(result(out, x.shape()), List.of(result(means, perRow), result(inverses, perRow)));
    }

    @Override
    public List<Buffer> layerNormBackward(Buffer x, Buffer w, float eps, List<Buffer> state, Buffer gradient) {
        float[] in = floats(x);
        float[] gradients = floats(gradient);
        int width = x.shape().dim(-1);
        float[] ofX = new float[in.length];
        float[] ofW = new float[width];
        float[] ofB = new float[width];
        for (int row = 0; row < in.length / width; row++) {
            float mean = floats(state.get(0))[row];
            float inverse = floats(state.get(1))[row];
            double sum = 0;
            double product = 0;
            for (int i = 0; i < width; i++) {
                int at = row * width + i;
                float normalised = (in[at] - mean) * inverse;
                ofW[i] += gradients[at] * normalised;
                ofB[i] += gradients[at];
                sum += gradients[at] * floats(w)[i];
                product += gradients[at] * floats(w)[i] * normalised;
            }
            for (int i = 0; i < width; i++) {
                int at = row * width + i;
                float normalised = (in[at] - mean) * inverse;
                ofX[at] = (float) ((gradients[at] * floats(w)[i] - (sum + normalised * product) / width) * inverse);
            }
        }
        return List.of(result(ofX, x.shape()), result(ofW, w.shape()), result(ofB, w.shape()));
    }
}
