package io.splitmask.dl4j;

import java.nio.FloatBuffer;

/** Exact GELU, {@code x Phi(x)} with the normal distribution's Phi, and its gradient. */
final class Gelu {
    static final float INV_SQRT_2 = (float) Math.sqrt(0.5);
    /** Below this Phi is 0 in single precision; bounding the factor keeps the error of erf near -1 from growing. */
    static final float LOWEST = -8f;

    private final Workers workers;

    Gelu(Workers workers) {
        this.workers = workers;
    }

    Dl4jBuffer forward(Draft draft, Dl4jBuffer x) {
        Dl4jBuffer y = draft.result(x.shape());
        FloatBuffer in = x.floats();
        FloatBuffer out = y.floats();
        workers.forEach(x.size(), Scratch.GRAIN, (from, to) -> {
            Scratch scratch = Scratch.get();
            float[] block = scratch.floats(0, Scratch.BLOCK);
            for (int at = from; at < to; at += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, to - at);
                in.get(at, block, 0, length);
                Loops.CHOSEN.gelu(block, 0, length, scratch);
                out.put(at, block, 0, length);
            }
        });
        return y;
    }

    Dl4jBuffer backward(Draft draft, Dl4jBuffer x, Dl4jBuffer gradient) {
        Dl4jBuffer dx = draft.result(x.shape());
        FloatBuffer in = x.floats();
        FloatBuffer dOut = gradient.floats();
        FloatBuffer out = dx.floats();
        workers.forEach(x.size(), Scratch.GRAIN, (from, to) -> {
            Scratch scratch = Scratch.get();
            float[] block = scratch.floats(0, Scratch.BLOCK);
            float[] g = scratch.floats(1, Scratch.BLOCK);
            for (int at = from; at < to; at += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, to - at);
                in.get(at, block, 0, length);
                dOut.get(at, g, 0, length);
                Loops.CHOSEN.multiplyByGeluSlope(block, g, 0, length, scratch);
                out.put(at, g, 0, length);
            }
        });
        return dx;
    }
}
