package io.splitmask.dl4j;

import io.splitmask.spi.AdamwHyperparameters;
import java.nio.FloatBuffer;

/** Updates of parameters in place, one pass over memory each. */
final class Updates {
    private final Workers workers;

    Updates(Workers workers) {
        this.workers = workers;
    }

    double sumOfSquares(Dl4jBuffer x) {
        FloatBuffer in = x.floats();
        double[] partial = new double[(x.size() + Scratch.GRAIN - 1) / Scratch.GRAIN];
        workers.forEach(x.size(), Scratch.GRAIN, (from, to) -> {
            float[] block = Scratch.get().floats(0, Scratch.BLOCK);
            double sum = 0;
            for (int at = from; at < to; at += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, to - at);
                in.get(at, block, 0, length);
                sum += Loops.CHOSEN.dot(block, block, 0, length);
            }
            partial[from / Scratch.GRAIN] = sum;
        });
        double total = 0;
        for (double sum : partial) {
            total += sum;
        }
        return total;
    }

    /** One AdamW step on one parameter. */
    void adamw(Dl4jBuffer parameter, Dl4jBuffer gradient, Dl4jBuffer first, Dl4jBuffer second, AdamwHyperparameters a) {
        FloatBuffer p = parameter.floats();
        FloatBuffer g = gradient.floats();
        FloatBuffer m = first.floats();
        FloatBuffer v = second.floats();
        AdamwFactors factors = AdamwFactors.of(a);
        workers.forEach(parameter.size(), Scratch.GRAIN, (from, to) -> {
            Scratch scratch = Scratch.get();
            float[] pBlock = scratch.floats(0, Scratch.BLOCK);
            float[] gBlock = scratch.floats(1, Scratch.BLOCK);
            float[] mBlock = scratch.floats(2, Scratch.BLOCK);
            float[] vBlock = scratch.floats(3, Scratch.BLOCK);
            for (int at = from; at < to; at += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, to - at);
                p.get(at, pBlock, 0, length);
                g.get(at, gBlock, 0, length);
                m.get(at, mBlock, 0, length);
                v.get(at, vBlock, 0, length);
                factors.step(pBlock, gBlock, mBlock, vBlock, length);
                p.put(at, pBlock, 0, length);
                m.put(at, mBlock, 0, length);
                v.put(at, vBlock, 0, length);
            }
        });
    }

    /** {@code target = momentum target + (1 - momentum) source}. */
    void ema(Dl4jBuffer target, Dl4jBuffer source, double momentum) {
        FloatBuffer t = target.floats();
        FloatBuffer s = source.floats();
        workers.forEach(target.size(), Scratch.GRAIN, (from, to) -> {
            Scratch scratch = Scratch.get();
            float[] kept = scratch.floats(0, Scratch.BLOCK);
            float[] added = scratch.floats(1, Scratch.BLOCK);
            for (int at = from; at < to; at += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, to - at);
                t.get(at, kept, 0, length);
                s.get(at, added, 0, length);
                mix(kept, added, length, (float) momentum, (float) (1 - momentum));
                t.put(at, kept, 0, length);
            }
        });
    }

    private static void mix(float[] kept, float[] added, int size, float keep, float add) {
        for (int i = 0; i < size; i++) {
            kept[i] = keep * kept[i] + add * added[i];
        }
    }

    /** The numbers of a step as single-precision factors. */
    private record AdamwFactors(
            float gradientScale,
            float beta1,
            float oneMinusBeta1,
            float beta2,
            float oneMinusBeta2,
            float inverseRoot,
            float eps,
            float decay,
            float rate) {

        static AdamwFactors of(AdamwHyperparameters a) {
            return new AdamwFactors(
                    (float) a.gradientScale(),
                    (float) a.beta1(),
                    (float) (1 - a.beta1()),
                    (float) a.beta2(),
                    (float) (1 - a.beta2()),
                    (float) (1 / Math.sqrt(1 - Math.pow(a.beta2(), a.step()))),
                    (float) a.eps(),
                    (float) (1 - a.learningRate() * a.weightDecay()),
                    (float) (a.learningRate() / (1 - Math.pow(a.beta1(), a.step()))));
        }

        void step(float[] p, float[] g, float[] m, float[] v, int size) {
            moments(g, m, v, size, gradientScale, beta1, oneMinusBeta1, beta2, oneMinusBeta2);
            move(p, m, v, size, inverseRoot, eps, decay, rate);
        }

        private static void moments(
                float[] g, float[] m, float[] v, int size, float scale, float b1, float c1, float b2, float c2) {
            for (int i = 0; i < size; i++) {
                float gradient = g[i] * scale;
                m[i] = b1 * m[i] + c1 * gradient;
                v[i] = b2 * v[i] + c2 * (gradient * gradient);
            }
        }

        private static void move(
                float[] p, float[] m, float[] v, int size, float root, float eps, float decay, float rate) {
            for (int i = 0; i < size; i++) {
                float denominator = (float) Math.sqrt(v[i]) * root + eps;
                p[i] = p[i] * decay - rate * (m[i] / denominator);
            }
        }
    }
}
