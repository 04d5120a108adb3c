package io.splitmask.spi;

import io.splitmask.tensor.Shape;

/** Element-wise and row-wise fused kernels, composed of required ones. */
final class Composed {
    private static final float INV_SQRT_2 = (float) (1 / Math.sqrt(2));
    private static final float INV_SQRT_2_PI = (float) (1 / Math.sqrt(2 * Math.PI));

    private Composed() {}

    static Buffer linear(Kernels k, Buffer x, Buffer w, Buffer b) {
        try (Work work = new Work()) {
            Shape shape = x.shape();
            Shape rows = Shape.of(rows(shape), shape.dim(-1));
            Buffer product = work.own(k.matmul(work.own(k.reshape(x, rows)), w, MatmulSpec.NT));
            Buffer sum = work.own(k.add(product, b));
            return k.reshape(sum, shape.with(-1, w.shape().dim(0)));
        }
    }

    static Buffer gelu(Kernels k, Buffer x) {
        try (Work work = new Work()) {
            Buffer cdf = normalCdf(k, x, work);
            return k.multiply(x, cdf);
        }
    }

    static Buffer geluBackward(Kernels k, Buffer x, Buffer gradient) {
        try (Work work = new Work()) {
            Buffer cdf = normalCdf(k, x, work);
            Buffer exponent = work.own(k.multiply(work.own(k.multiply(x, x)), -0.5f));
            Buffer density = work.own(k.multiply(work.own(k.exp(exponent)), INV_SQRT_2_PI));
            Buffer slope = work.own(k.add(cdf, work.own(k.multiply(x, density))));
            return k.multiply(gradient, slope);
        }
    }

    private static Buffer normalCdf(Kernels k, Buffer x, Work work) {
        Buffer erf = work.own(k.erf(work.own(k.multiply(x, INV_SQRT_2))));
        return work.own(k.multiply(work.own(k.add(erf, 1f)), 0.5f));
    }

    static Buffer softmax(Kernels k, Buffer x) {
        if (x.shape().size() == 0) {
            return k.full(x.shape(), 0f);
        }
        try (Work work = new Work()) {
            int[] last = lastAxis(x);
            Buffer shifted = work.own(k.subtract(x, work.own(k.max(x, last, true))));
            Buffer exp = work.own(k.exp(shifted));
            return k.divide(exp, work.own(k.sum(exp, last, true)));
        }
    }

    static Buffer softmaxBackward(Kernels k, Buffer y, Buffer gradient) {
        try (Work work = new Work()) {
            Buffer weighted = work.own(k.multiply(y, gradient));
            Buffer total = work.own(k.sum(weighted, lastAxis(y), true));
            return k.subtract(weighted, work.own(k.multiply(y, total)));
        }
    }

    static Buffer logSoftmax(Kernels k, Buffer x) {
        if (x.shape().size() == 0) {
            return k.full(x.shape(), 0f);
        }
        try (Work work = new Work()) {
            int[] last = lastAxis(x);
            Buffer shifted = work.own(k.subtract(x, work.own(k.max(x, last, true))));
            Buffer sum = work.own(k.sum(work.own(k.exp(shifted)), last, true));
            return k.subtract(shifted, work.own(k.log(sum)));
        }
    }

    static Buffer logSoftmaxBackward(Kernels k, Buffer y, Buffer gradient) {
        try (Work work = new Work()) {
            Buffer total = work.own(k.sum(gradient, lastAxis(y), true));
            Buffer softmax = work.own(k.exp(y));
            return k.subtract(gradient, work.own(k.multiply(softmax, total)));
        }
    }

    static int[] lastAxis(Buffer x) {
        return new int[] {x.shape().rank() - 1};
    }

    /** Product of all axes but the last. */
    static int rows(Shape shape) {
        int rows = 1;
        for (int axis = 0; axis < shape.rank() - 1; axis++) {
            rows *= shape.dim(axis);
        }
        return rows;
    }
}
