package io.splitmask.method.dino;

import io.splitmask.nn.init.Initializer;
import io.splitmask.nn.init.ParameterInitialisation;
import io.splitmask.nn.init.TimmInitialisation;
import io.splitmask.nn.init.Uniform;
import io.splitmask.tensor.Shape;
import java.util.Optional;

/**
 * Initial values of DINO: those of timm, and PyTorch's default for the last layer of the head.
 *
 * @param patchSize P in pixels
 * @see "recipes, section 1.4; facebookresearch/dino 7c446df, vision_transformer.py, DINOHead"
 */
record DinoInitialisation(int patchSize) implements ParameterInitialisation {
    @Override
    public Optional<Initializer> of(String name, Shape shape) {
        return name.endsWith(DinoHead.LAST_LAYER)
                ? Optional.of(Uniform.ofFanIn(shape.dim(1)))
                : new TimmInitialisation(patchSize).of(name, shape);
    }
}
