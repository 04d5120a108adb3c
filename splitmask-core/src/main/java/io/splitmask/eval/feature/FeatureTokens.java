package io.splitmask.eval.feature;

import io.splitmask.nn.VisionTransformer;
import io.splitmask.tensor.Tensor;
import java.util.List;

/** Which outputs of a block make a feature. */
public enum FeatureTokens {
    /** The class token: D values. */
    CLASS_TOKEN {
        @Override
        Tensor of(Tensor encoded) {
            return VisionTransformer.classToken(encoded);
        }
    },
    /** The mean of the patches: D values. */
    PATCH_MEAN {
        @Override
        Tensor of(Tensor encoded) {
            return VisionTransformer.meanOfPatches(encoded);
        }
    },
    /** The class token, then the mean of the patches: 2D values. */
    BOTH {
        @Override
        Tensor of(Tensor encoded) {
            return Tensor.concat(List.of(CLASS_TOKEN.of(encoded), PATCH_MEAN.of(encoded)), 1);
        }
    };

    /**
     * Returns the feature of each image.
     *
     * @param encoded [B, 1 + N, D], class token first
     */
    abstract Tensor of(Tensor encoded);

    /**
     * Returns how many values a feature has.
     *
     * @param width D
     */
    public int width(int width) {
        return this == BOTH ? 2 * width : width;
    }
}
