package io.splitmask.nn;

import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;

/**
 * Convolution whose kernel and stride are the patch side, as one matrix product. Parameters: {@code proj.weight}
 * [D, C, P, P], {@code proj.bias} [D].
 */
public final class PatchEmbedding extends Module {
    private final Parameter weight;
    private final Parameter bias;
    private final int patchSize;

    /**
     * Creates the layer.
     *
     * @param channels C
     * @param patchSize P in pixels
     * @param width D
     */
    public PatchEmbedding(Backend backend, int channels, int patchSize, int width) {
        super(backend);
        this.patchSize = patchSize;
        weight = parameter("proj.weight", Shape.of(width, channels, patchSize, patchSize), 0f);
        bias = parameter("proj.bias", Shape.of(width), 0f);
    }

    /**
     * Embeds images.
     *
     * @param images [B, C, Hi, Wi]; P divides both sides
     * @return [B, N, D], patches row by row
     */
    public Tensor forward(Tensor images) {
        Tensor filters = weight.tensor().reshape(weight.shape().dim(0), -1);
        return patches(images, patchSize).linear(filters, bias.tensor());
    }

    /**
     * Cuts images into square patches, row by row from the top left, and flattens each.
     *
     * <p>Inside a patch the order is channel, row, column: value (c, p, q) stands at (c*P + p)*P + q.
     *
     * @param images [B, C, Hi, Wi]
     * @param patchSize P in pixels, at least 1; must divide Hi and Wi
     * @return [B, N, C*P*P] with N = (Hi/P)*(Wi/P)
     * @throws ShapeException if {@code images} is not of rank 4 or P does not divide Hi and Wi
     */
    public static Tensor patches(Tensor images, int patchSize) {
        Shape s = images.shape();
        if (s.rank() != 4 || patchSize < 1 || s.dim(2) % patchSize != 0 || s.dim(3) % patchSize != 0) {
            throw new ShapeException(
                    "patches", "expected images [B, C, Hi, Wi] with sides that " + patchSize + " divides, got " + s, s);
        }
        int gh = s.dim(2) / patchSize;
        int gw = s.dim(3) / patchSize;
        return images.reshape(s.dim(0), s.dim(1), gh, patchSize, gw, patchSize)
                .permute(0, 2, 4, 1, 3, 5) // [B, Gh, Gw, C, P, P]
                .reshape(s.dim(0), gh * gw, s.dim(1) * patchSize * patchSize);
    }
}
