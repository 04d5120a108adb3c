package io.splitmask.spi;

import io.splitmask.tensor.Shape;
import java.util.List;

/** Layer norm, composed of required kernels; the state is (normalised x, 1 / sqrt(var + eps)). */
final class ComposedNorm {
    private ComposedNorm() {}

    static FusedResult layerNorm(Kernels k, Buffer x, Buffer w, Buffer b, float eps) {
        try (Work work = new Work()) {
            Buffer centred = work.own(k.subtract(x, work.own(mean(k, x, work))));
            Buffer variance = work.own(mean(k, work.own(k.multiply(centred, centred)), work));
            Buffer deviation = work.own(k.sqrt(work.own(k.add(variance, eps))));
            Buffer one = work.own(k.full(Shape.of(), 1f));
            Buffer inverse = work.own(k.divide(one, deviation));
            Buffer normalised = work.own(k.multiply(centred, inverse));
            Buffer y = k.add(work.own(k.multiply(normalised, w)), b);
            return new FusedResult(y, List.of(work.keep(normalised), work.keep(inverse)));
        }
    }

    static List<Buffer> layerNormBackward(
            Kernels k, Buffer x, Buffer w, float eps, List<Buffer> state, Buffer gradient) {
        try (Work work = new Work()) {
            Buffer normalised = state.get(0);
            Buffer inverse = state.get(1);
            Buffer scaled = work.own(k.multiply(gradient, w));
            Buffer meanScaled = work.own(mean(k, scaled, work));
            Buffer meanProduct = work.own(mean(k, work.own(k.multiply(scaled, normalised)), work));
            Buffer projected = work.own(k.multiply(normalised, meanProduct));
            Buffer inner = work.own(k.subtract(work.own(k.subtract(scaled, meanScaled)), projected));
            Buffer dx = work.own(k.multiply(inner, inverse));
            Shape rows = Shape.of(Composed.rows(x.shape()), x.shape().dim(-1));
            Buffer products = work.own(k.reshape(work.own(k.multiply(gradient, normalised)), rows));
            Buffer gradientRows = work.own(k.reshape(gradient, rows));
            int[] first = {0};
            Buffer dw = work.own(k.sum(products, first, false));
            Buffer db = k.sum(gradientRows, first, false);
            return List.of(work.keep(dx), work.keep(dw), db);
        }
    }

    private static Buffer mean(Kernels k, Buffer x, Work work) {
        Buffer sum = work.own(k.sum(x, Composed.lastAxis(x), true));
        return k.multiply(sum, 1f / x.shape().dim(-1));
    }
}
