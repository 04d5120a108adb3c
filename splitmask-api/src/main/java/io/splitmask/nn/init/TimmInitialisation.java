package io.splitmask.nn.init;

import io.splitmask.config.Problems;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.tensor.Shape;
import java.util.Optional;

/**
 * Initial values of a Vision Transformer as in timm, DeiT and DINO: a truncated normal distribution for matrices, tokens
 * and position tables, PyTorch's default for the patch projection and its bias, 0 for other biases, 1 for the weights of
 * norms. Layer-scale vectors keep the value of their module.
 *
 * @param patchSize P in pixels; the patch projection has 3 * P * P inputs
 * @see "recipes, section 1.4; facebookresearch/dino 7c446df, vision_transformer.py"
 */
public record TimmInitialisation(int patchSize) implements ParameterInitialisation {
    /** Checks the number. */
    public TimmInitialisation {
        Problems.of("TimmInitialisation").atLeast(1, "patchSize", patchSize).throwIfAny();
    }

    @Override
    public Optional<Initializer> of(String name, Shape shape) {
        if (name.startsWith("patch_embed.proj.")) {
            return Optional.of(Uniform.ofFanIn(VisionTransformer.CHANNELS * patchSize * patchSize));
        }
        if (shape.rank() > 1) {
            return Optional.of(TruncatedNormal.TIMM);
        }
        if (name.endsWith(".bias")) {
            return Optional.of(Initializer.constant(0f));
        }
        return name.endsWith(".weight") ? Optional.of(Initializer.constant(1f)) : Optional.empty();
    }
}
