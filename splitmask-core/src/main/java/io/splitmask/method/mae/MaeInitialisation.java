package io.splitmask.method.mae;

import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.Initializer;
import io.splitmask.nn.init.Normal;
import io.splitmask.nn.init.ParameterInitialisation;
import io.splitmask.nn.init.SinCosPositions;
import io.splitmask.nn.init.XavierUniform;
import io.splitmask.tensor.Shape;
import java.util.Optional;

/**
 * Initial values of MAE: Glorot's uniform distribution for matrices and the patch projection, a normal one of standard
 * deviation {@value #TOKEN_DEVIATION} for class token and mask token, sines and cosines for positions, 0 for biases, 1
 * for the weights of norms. Layer-scale vectors keep the value of their module.
 *
 * @param encoder sizes of the encoder
 * @param decoderWidth D of the decoder
 * @see "recipes, section 1.4; facebookresearch/mae efb2a80, models_mae.py, initialize_weights"
 */
record MaeInitialisation(VitConfig encoder, int decoderWidth) implements ParameterInitialisation {
    private static final double TOKEN_DEVIATION = 0.02;

    @Override
    public Optional<Initializer> of(String name, Shape shape) {
        return switch (name) {
            case MaeNetwork.POSITIONS -> Optional.of(table(encoder.width()));
            case MaeNetwork.DECODER_POSITIONS -> Optional.of(table(decoderWidth));
            case "cls_token", "mask_token" -> Optional.of(new Normal(TOKEN_DEVIATION));
            default -> shape.rank() > 1 ? Optional.of(XavierUniform.WHOLE) : ofVector(name);
        };
    }

    private static Optional<Initializer> ofVector(String name) {
        if (name.endsWith(".bias")) {
            return Optional.of(Initializer.constant(0f));
        }
        return name.endsWith(".weight") ? Optional.of(Initializer.constant(1f)) : Optional.empty();
    }

    private Initializer table(int width) {
        return (shape, random) -> SinCosPositions.table(encoder.grid(), width, SinCosPositions.Order.COLUMN_FIRST);
    }
}
