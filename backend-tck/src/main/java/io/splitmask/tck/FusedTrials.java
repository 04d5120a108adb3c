package io.splitmask.tck;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import java.util.ArrayList;
import java.util.List;

/** Trials of the fused kernels; backward kernels run after their forward kernel, on its state. */
final class FusedTrials {
    private static final float EPS = 1e-6f;

    private FusedTrials() {}

    static Trial linear(Sample x, Sample w, Sample b) {
        return Trial.of(
                "linear",
                x.shape() + " by " + w.shape(),
                List.of(x, w, b),
                (k, in) -> k.linear(in.get(0), in.get(1), in.get(2)));
    }

    static Trial gelu(Sample x) {
        return Trial.of("gelu", x.shape().toString(), List.of(x), (k, in) -> k.gelu(in.get(0)));
    }

    static Trial geluBackward(Sample x, Sample gradient) {
        return Trial.of(
                "geluBackward",
                x.shape().toString(),
                List.of(x, gradient),
                (k, in) -> k.geluBackward(in.get(0), in.get(1)));
    }

    static Trial softmax(String label, Sample x) {
        return Trial.of("softmax", label, List.of(x), (k, in) -> k.softmax(in.get(0)));
    }

    static Trial softmaxBackward(Sample x, Sample gradient) {
        return Trial.of("softmaxBackward", x.shape().toString(), List.of(x, gradient), (k, in) -> {
            try (Buffer y = k.softmax(in.get(0))) {
                return k.softmaxBackward(y, in.get(1));
            }
        });
    }

    static Trial logSoftmax(String label, Sample x) {
        return Trial.of("logSoftmax", label, List.of(x), (k, in) -> k.logSoftmax(in.get(0)));
    }

    static Trial logSoftmaxBackward(Sample x, Sample gradient) {
        return Trial.of("logSoftmaxBackward", x.shape().toString(), List.of(x, gradient), (k, in) -> {
            try (Buffer y = k.logSoftmax(in.get(0))) {
                return k.logSoftmaxBackward(y, in.get(1));
            }
        });
    }

    static Trial layerNorm(String label, Sample x, Sample w, Sample b) {
        return Trial.of(
                "layerNorm",
                label,
                List.of(x, w, b),
                (k, in) -> Trial.output(k.layerNorm(in.get(0), in.get(1), in.get(2), EPS)));
    }

    static Trial layerNormBackward(Sample x, Sample w, Sample b, Sample gradient) {
        return new Trial("layerNormBackward", x.shape().toString(), List.of(x, w, b, gradient), (k, in) -> {
            FusedResult forward = k.layerNorm(in.get(0), in.get(1), in.get(2), EPS);
            List<Buffer> gradients = k.layerNormBackward(in.get(0), in.get(1), EPS, forward.state(), in.get(3));
            close(forward);
            return gradients;
        });
    }

    static Trial attention(Sample qkv, int heads) {
        return Trial.of(
                "attention",
                qkv.shape() + ", " + heads + " heads",
                List.of(qkv),
                (k, in) -> Trial.output(k.attention(in.get(0), heads)));
    }

    static Trial attentionBackward(Sample qkv, int heads, Sample gradient) {
        String label = qkv.shape() + ", " + heads + " heads";
        return Trial.of("attentionBackward", label, List.of(qkv, gradient), (k, in) -> {
            FusedResult forward = k.attention(in.get(0), heads);
            Buffer gradientOfQkv = k.attentionBackward(in.get(0), heads, forward.output(), forward.state(), in.get(1));
            close(forward);
            return gradientOfQkv;
        });
    }

    /** Results: the loss, the accuracy, and the gradients of x, w and b. */
    static Trial crossEntropyWithGradients(Sample x, Sample w, Sample b, Sample target) {
        return crossEntropy(x.shape() + " by " + w.shape() + ", with gradients", List.of(x, w, b, target), true);
    }

    /** Results: the loss and the accuracy. */
    static Trial crossEntropy(Sample x, Sample w, Sample b, Sample target) {
        return crossEntropy(x.shape() + " by " + w.shape(), List.of(x, w, b, target), false);
    }

    /** Result: the accuracy. */
    static Trial accuracy(Sample x, Sample w, Sample b, Sample target) {
        return Trial.of("linearCrossEntropy", "accuracy", List.of(x, w, b, target), (k, in) -> {
            FusedResult result = k.linearCrossEntropy(in.get(0), in.get(1), in.get(2), in.get(3), false);
            result.output().close();
            return result.state().get(0);
        });
    }

    private static Trial crossEntropy(String label, List<Sample> inputs, boolean withGradients) {
        return new Trial("linearCrossEntropy", label, inputs, (k, in) -> {
            FusedResult result = k.linearCrossEntropy(in.get(0), in.get(1), in.get(2), in.get(3), withGradients);
            List<Buffer> all = new ArrayList<>(List.of(result.output()));
            all.addAll(result.state());
            return all;
        });
    }

    /** Results: the loss, and the gradients of x and w. */
    static Trial softCrossEntropyWithGradients(Sample x, Sample w, Sample targets, Sample pick) {
        return softCrossEntropy(", with gradients", List.of(x, w, targets, pick), true);
    }

    /** Result: the loss, which must come without any state. */
    static Trial softCrossEntropy(Sample x, Sample w, Sample targets, Sample pick) {
        return softCrossEntropy("", List.of(x, w, targets, pick), false);
    }

    private static Trial softCrossEntropy(String kind, List<Sample> inputs, boolean withGradients) {
        String label = inputs.get(0).shape() + " by " + inputs.get(1).shape() + ", "
                + inputs.get(2).shape().dim(0) + " targets" + kind;
        return new Trial("linearSoftCrossEntropy", label, inputs, (k, in) -> {
            FusedResult result = k.linearSoftCrossEntropy(in.get(0), in.get(1), in.get(2), in.get(3), withGradients);
            List<Buffer> all = new ArrayList<>(List.of(result.output()));
            all.addAll(result.state());
            return all;
        });
    }

    private static void close(FusedResult result) {
        result.output().close();
        Trial.close(result.state());
    }
}
