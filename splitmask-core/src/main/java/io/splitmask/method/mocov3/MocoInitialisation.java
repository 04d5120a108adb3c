package io.splitmask.method.mocov3;

import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.Initializer;
import io.splitmask.nn.init.Normal;
import io.splitmask.nn.init.ParameterInitialisation;
import io.splitmask.nn.init.SinCosPositions;
import io.splitmask.nn.init.Uniform;
import io.splitmask.nn.init.XavierUniform;
import io.splitmask.tensor.Shape;
import java.util.Optional;

/**
 * Initial values of MoCo v3: Glorot's distribution for the matrices of the Vision Transformer (queries, keys and values
 * apart) and for its patch projection, a class token near 0, fixed two-dimensional positions, PyTorch's default for
 * projector and predictor, 0 for biases, 1 for the weights of norms. Layer-scale vectors keep the value of their module.
 *
 * @param config sizes of the Vision Transformer
 * @see "recipes, section 1.4; facebookresearch/moco-v3 c349e6e, vits.py and moco/builder.py"
 */
record MocoInitialisation(VitConfig config) implements ParameterInitialisation {
    private static final XavierUniform QUERIES_KEYS_VALUES = new XavierUniform(3);
    private static final Normal CLASS_TOKEN = new Normal(1e-6);

    @Override
    public Optional<Initializer> of(String name, Shape shape) {
        if (name.endsWith(".pos_embed")) {
            return Optional.of((positions, random) ->
                    SinCosPositions.table(config.grid(), config.width(), SinCosPositions.Order.ROW_FIRST));
        }
        if (name.endsWith(".cls_token")) {
            return Optional.of(CLASS_TOKEN);
        }
        if (name.endsWith(".bias")) {
            return Optional.of(Initializer.constant(0f));
        }
        if (shape.rank() < 2) {
            return name.endsWith(".weight") ? Optional.of(Initializer.constant(1f)) : Optional.empty();
        }
        if (name.startsWith("predictor.") || name.startsWith("base_encoder.head.")) {
            return Optional.of(Uniform.ofFanIn(shape.dim(1)));
        }
        return Optional.of(name.endsWith(".qkv.weight") ? QUERIES_KEYS_VALUES : XavierUniform.WHOLE);
    }
}
