package io.splitmask.spi;

import java.util.List;
import java.util.stream.IntStream;

/** In-place updates of parameters, composed of required kernels. */
final class ComposedUpdates {
    private ComposedUpdates() {}

    static void addInPlace(Kernels k, Buffer target, Buffer x) {
        try (Buffer sum = k.add(target, x)) {
            k.assign(target, sum);
        }
    }

    static void multiplyInPlace(Kernels k, Buffer target, float value) {
        try (Buffer product = k.multiply(target, value)) {
            k.assign(target, product);
        }
    }

    static double sumOfSquares(Kernels k, List<Buffer> buffers) {
        double total = 0;
        for (Buffer x : buffers) {
            try (Work work = new Work()) {
                Buffer squares = work.own(k.multiply(x, x));
                int[] all = IntStream.range(0, x.shape().rank()).toArray();
                Buffer sum = all.length == 0 ? squares : work.own(k.sum(squares, all, false));
                total += k.downloadFloats(sum)[0];
            }
        }
        return total;
    }

    static void adamwStep(
            Kernels k, List<Buffer> parameters, List<Buffer> gradients, AdamwMoments moments, AdamwHyperparameters a) {
        double rate = a.learningRate() / (1 - Math.pow(a.beta1(), a.step()));
        float inverseRoot = (float) (1 / Math.sqrt(1 - Math.pow(a.beta2(), a.step())));
        for (int i = 0; i < parameters.size(); i++) {
            try (Work work = new Work()) {
                Buffer p = parameters.get(i);
                Buffer m = moments.first().get(i);
                Buffer v = moments.second().get(i);
                Buffer g = work.own(k.multiply(gradients.get(i), (float) a.gradientScale()));
                Buffer squares = work.own(k.multiply(g, g));
                k.multiplyInPlace(m, (float) a.beta1());
                k.addInPlace(m, work.own(k.multiply(g, (float) (1 - a.beta1()))));
                k.multiplyInPlace(v, (float) a.beta2());
                k.addInPlace(v, work.own(k.multiply(squares, (float) (1 - a.beta2()))));
                Buffer root = work.own(k.multiply(work.own(k.sqrt(v)), inverseRoot));
                Buffer direction = work.own(k.divide(m, work.own(k.add(root, (float) a.eps()))));
                k.multiplyInPlace(p, (float) (1 - a.learningRate() * a.weightDecay()));
                k.addInPlace(p, work.own(k.multiply(direction, (float) -rate)));
            }
        }
    }

    static void ema(Kernels k, List<Buffer> targets, List<Buffer> sources, double momentum) {
        for (int i = 0; i < targets.size(); i++) {
            k.multiplyInPlace(targets.get(i), (float) momentum);
            try (Buffer share = k.multiply(sources.get(i), (float) (1 - momentum))) {
                k.addInPlace(targets.get(i), share);
            }
        }
    }
}
