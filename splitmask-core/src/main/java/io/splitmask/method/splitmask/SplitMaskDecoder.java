package io.splitmask.method.splitmask;

import io.splitmask.nn.LayerNorm;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.TransformerBlock;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The decoder of SplitMask (paper 4.2): encoder outputs and one mask token with its position for every missing patch,
 * through a few blocks and a norm. Parameters: {@code mask_token}, {@code pos_embed} [1, N, D], {@code blocks.j},
 * {@code norm}.
 */
final class SplitMaskDecoder extends Module {
    private final Parameter maskToken;
    private final Parameter posEmbed;
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final LayerNorm norm;
    private final int width;

    /**
     * Creates the decoder with the encoder's width and heads.
     *
     * @param depth number of blocks, may be 0
     */
    SplitMaskDecoder(Backend backend, VitConfig config, int depth) {
        super(backend);
        width = config.width();
        maskToken = parameter("mask_token", Shape.of(1, 1, width), 0f);
        posEmbed = parameter("pos_embed", Shape.of(1, config.numPatches(), width), 0f);
        for (int j = 0; j < depth; j++) {
            blocks.add(child("blocks." + j, new TransformerBlock(backend, config)));
        }
        norm = child("norm", new LayerNorm(backend, width, config.variant().layerNormEps()));
    }

    /**
     * Decodes.
     *
     * @param encoded [R, 1 + S, D], class token first
     * @param missing INT32 [R, M], positions of the missing patches
     * @return [R, 1 + S + M, D], the missing patches last, in the order of {@code missing}
     */
    Tensor forward(Tensor encoded, Tensor missing) {
        int rows = missing.dim(0);
        int count = missing.dim(1);
        Tensor positions = posEmbed.tensor().reshape(-1, width).take(missing.reshape(rows * count));
        Tensor holes = positions.reshape(rows, count, width).add(maskToken.tensor());
        Tensor x = Tensor.concat(List.of(encoded, holes), 1);
        for (int j = 0; j < blocks.size(); j++) {
            Tensor input = x;
            TransformerBlock block = blocks.get(j);
            x = at("blocks." + j, () -> block.forward(input));
        }
        Tensor decoded = x;
        return at("norm", () -> norm.forward(decoded));
    }

    /** Returns the mask token [1, 1, D]. */
    Tensor maskToken() {
        return maskToken.tensor();
    }
}
