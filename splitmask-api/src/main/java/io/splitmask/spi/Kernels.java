package io.splitmask.spi;

import java.util.List;

/**
 * All kernels: the required ones, and fused ones that a backend overrides to become fast, one at a time.
 *
 * <p>Every fused kernel is correct as inherited. Where a forward kernel returns {@link FusedResult}, its
 * {@code state} is whatever that backend wants to see again in the matching backward kernel; callers only keep and
 * close it.
 */
public interface Kernels extends RequiredKernels {

    /**
     * Linear layer {@code x w^T + b}.
     *
     * @param x [..., I]
     * @param w [O, I]
     * @param b [O]
     * @return [..., O]
     */
    default Buffer linear(Buffer x, Buffer w, Buffer b) {
        return Composed.linear(this, x, w, b);
    }

    /** Exact GELU, {@code x (1 + erf(x / sqrt 2)) / 2}. */
    default Buffer gelu(Buffer x) {
        return Composed.gelu(this, x);
    }

    /**
     * Gradient of {@link #gelu}.
     *
     * @param x what went in
     * @param gradient of the result, shape of x
     * @return gradient of x, in its shape
     */
    default Buffer geluBackward(Buffer x, Buffer gradient) {
        return Composed.geluBackward(this, x, gradient);
    }

    /** Softmax over the last axis, which is not empty, stable for large inputs. */
    default Buffer softmax(Buffer x) {
        return Composed.softmax(this, x);
    }

    /**
     * Gradient of {@link #softmax}.
     *
     * @param y its result
     * @param gradient of the result, shape of y
     * @return gradient of x, in its shape
     */
    default Buffer softmaxBackward(Buffer y, Buffer gradient) {
        return Composed.softmaxBackward(this, y, gradient);
    }

    /** Logarithm of the softmax over the last axis, which is not empty. */
    default Buffer logSoftmax(Buffer x) {
        return Composed.logSoftmax(this, x);
    }

    /**
     * Gradient of {@link #logSoftmax}.
     *
     * @param y its result
     * @param gradient of the result, shape of y
     * @return gradient of x, in its shape
     */
    default Buffer logSoftmaxBackward(Buffer y, Buffer gradient) {
        return Composed.logSoftmaxBackward(this, y, gradient);
    }

    /**
     * Layer norm over the last axis with biased variance: {@code (x - mean) / sqrt(var + eps) * w + b}.
     *
     * @param x [..., D]
     * @param w [D]
     * @param b [D]
     */
    default FusedResult layerNorm(Buffer x, Buffer w, Buffer b, float eps) {
        return ComposedNorm.layerNorm(this, x, w, b, eps);
    }

    /**
     * Gradients of {@link #layerNorm}.
     *
     * @param state of the forward result
     * @return gradients of x, w, b, in this order
     */
    default List<Buffer> layerNormBackward(Buffer x, Buffer w, float eps, List<Buffer> state, Buffer gradient) {
        return ComposedNorm.layerNormBackward(this, x, w, eps, state, gradient);
    }

    /**
     * Multi-head self-attention between the qkv and the output projection: per head {@code softmax(q k^T / sqrt Dh) v}.
     *
     * @param qkv [B, T, 3D], T and D at least 1; the last axis is (q | k | v, head, Dh)
     * @param heads H; divides D
     * @return [B, T, D], heads concatenated in order
     */
    default FusedResult attention(Buffer qkv, int heads) {
        return ComposedAttention.attention(this, qkv, heads);
    }

    /**
     * Gradient of {@link #attention}.
     *
     * @param output its result
     * @param state of the forward result
     * @param gradient [B, T, D]
     * @return gradient of qkv, [B, T, 3D]
     */
    default Buffer attentionBackward(Buffer qkv, int heads, Buffer output, List<Buffer> state, Buffer gradient) {
        return ComposedAttention.attentionBackward(this, qkv, heads, output, state, gradient);
    }

    /**
     * Mean cross entropy of {@code x w^T + b} against class indices, with its accuracy and its gradients, so that the
     * logits [R, V] never need to exist as a whole. The accuracy is the share of rows whose {@link #argMax} is the target.
     *
     * @param x [R, D], R at least 1
     * @param w [V, D], V at least 1
     * @param b [V]
     * @param target INT32 [R], each in 0..V-1
     * @param withGradients whether the gradients are needed
     * @return the loss []; {@code state} is the accuracy [] and, if asked for, the gradients of x, w and b
     */
    default FusedResult linearCrossEntropy(Buffer x, Buffer w, Buffer b, Buffer target, boolean withGradients) {
        return ComposedCrossEntropy.linearCrossEntropy(this, x, w, b, target, withGradients);
    }

    /**
     * Mean cross entropy of {@code x w^T} against distributions, with its gradients, so that the logits [R, V] never need
     * to exist as a whole: the mean over rows r of {@code -sum_v targets[pick[r], v] log_softmax(x w^T)[r, v]}.
     *
     * @param x [R, D], R at least 1
     * @param w [V, D], V at least 1
     * @param targets [M, V], M at least 1; rows may have any sum
     * @param pick INT32 [R], each in 0..M-1
     * @param withGradients whether the state is needed
     * @return the loss [] with, if asked for, the gradients of x and w in {@code state}; else an empty state
     */
    default FusedResult linearSoftCrossEntropy(Buffer x, Buffer w, Buffer targets, Buffer pick, boolean withGradients) {
        return ComposedSoftCrossEntropy.linearSoftCrossEntropy(this, x, w, targets, pick, withGradients);
    }

    /** Adds in place: {@code target += x}, same shape. */
    default void addInPlace(Buffer target, Buffer x) {
        ComposedUpdates.addInPlace(this, target, x);
    }

    /** Multiplies in place by a number. */
    default void multiplyInPlace(Buffer target, float value) {
        ComposedUpdates.multiplyInPlace(this, target, value);
    }

    /** Returns the sum of the squares of all elements of all buffers; 0 for an empty list. */
    default double sumOfSquares(List<Buffer> buffers) {
        return ComposedUpdates.sumOfSquares(this, buffers);
    }

    /**
     * One AdamW step in place on parameters that share their hyper-parameters; gradients are left as they are.
     *
     * @param moments the running means, first and second moment per parameter; changed in place
     */
    default void adamwStep(
            List<Buffer> parameters, List<Buffer> gradients, AdamwMoments moments, AdamwHyperparameters settings) {
        ComposedUpdates.adamwStep(this, parameters, gradients, moments, settings);
    }

    /**
     * Exponential moving average in place: {@code target = momentum * target + (1 - momentum) * source}, pair by pair.
     *
     * @param momentum 0..1; {@code 1 - momentum} is taken before rounding to single precision, where little of it would
     *     be left of a momentum near 1
     */
    default void ema(List<Buffer> targets, List<Buffer> sources, double momentum) {
        ComposedUpdates.ema(this, targets, sources, momentum);
    }
}
