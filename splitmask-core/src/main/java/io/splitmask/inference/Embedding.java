package io.splitmask.inference;

import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;

/** Which outputs of a backbone describe an image. */
public enum Embedding {
    /** The class token: [D]. */
    CLS {
        @Override
        Tensor of(Tensor encoded) {
            return VisionTransformer.classToken(encoded);
        }
    },
    /** The mean of the patches: [D]. */
    MEAN {
        @Override
        Tensor of(Tensor encoded) {
            return VisionTransformer.meanOfPatches(encoded);
        }
    },
    /** Every patch, row by row: [N, D]. */
    PATCHES {
        @Override
        Tensor of(Tensor encoded) {
            return encoded.slice(1, 1, encoded.dim(1));
        }

        @Override
        public Shape shape(VitConfig config) {
            return Shape.of(config.numPatches(), config.width());
        }
    };

    /**
     * Takes them.
     *
     * @param encoded [B, 1 + N, D], class token first
     * @return [B, ...], as {@link #shape} says
     */
    abstract Tensor of(Tensor encoded);

    /** Returns the shape for one image. */
    public Shape shape(VitConfig config) {
        return Shape.of(config.width());
    }
}
