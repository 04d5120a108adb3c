package io.splitmask.method.mae;

import io.splitmask.nn.DropPath;
import io.splitmask.nn.LayerNorm;
import io.splitmask.nn.Linear;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.TransformerBlock;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Encoder and decoder of MAE. Parameter names are those of the published code: timm's for the encoder, then
 * {@code mask_token} [1, 1, Dd], {@code decoder_pos_embed} [1, 1 + N, Dd], {@code decoder_embed} [Dd, D],
 * {@code decoder_blocks.j}, {@code decoder_norm}, {@code decoder_pred} [P * P * 3, Dd].
 */
final class MaeNetwork extends Module {
    static final String POSITIONS = "pos_embed";
    static final String DECODER_POSITIONS = "decoder_pos_embed";

    private final VisionTransformer encoder;
    private final Parameter maskToken;
    private final Parameter decoderPositions;
    private final Linear decoderEmbed;
    private final List<TransformerBlock> decoderBlocks = new ArrayList<>();
    private final LayerNorm decoderNorm;
    private final Linear decoderPred;

    MaeNetwork(Backend backend, VitConfig config, MaeRecipe recipe) {
        super(backend);
        int width = recipe.decoderWidth();
        encoder = inline(new VisionTransformer(backend, config));
        maskToken = parameter("mask_token", Shape.of(1, 1, width), 0f);
        decoderPositions = parameter(DECODER_POSITIONS, Shape.of(1, 1 + config.numPatches(), width), 0f);
        decoderEmbed = child("decoder_embed", new Linear(backend, config.width(), width));
        VitConfig blockConfig = decoderConfig(config, recipe);
        for (int j = 0; j < recipe.decoderDepth(); j++) {
            decoderBlocks.add(child("decoder_blocks." + j, new TransformerBlock(backend, blockConfig)));
        }
        decoderNorm = child(
                "decoder_norm", new LayerNorm(backend, width, config.variant().layerNormEps()));
        int patchValues = VisionTransformer.CHANNELS * config.patchSize() * config.patchSize();
        decoderPred = child("decoder_pred", new Linear(backend, width, patchValues));
    }

    private static VitConfig decoderConfig(VitConfig encoder, MaeRecipe recipe) {
        return new VitConfig(
                encoder.imageHeight(),
                encoder.imageWidth(),
                encoder.patchSize(),
                recipe.decoderWidth(),
                recipe.decoderDepth(),
                recipe.decoderHeads(),
                encoder.mlpRatio(),
                0,
                encoder.variant());
    }

    /** Returns whether a parameter is one of the two tables of sines and cosines. */
    static boolean isPositionTable(String parameter) {
        return parameter.equals(POSITIONS) || parameter.equals(DECODER_POSITIONS);
    }

    VisionTransformer encoder() {
        return encoder;
    }

    /**
     * Encodes the patches that are seen.
     *
     * @param images [B, 3, Hi, Wi]
     * @param seen INT32 [B, S]
     * @return [B, 1 + S, D], class token first, then the patches in the order of {@code seen}
     */
    Tensor encode(Tensor images, Tensor seen, List<DropPath.Factors> dropPath) {
        Tensor patches = encoder.embedPatches(images).gatherRows(seen);
        return encoder.encode(encoder.prependClassToken(patches), dropPath);
    }

    /**
     * Puts mask tokens where patches are hidden and runs the decoder blocks and the norm.
     *
     * @param latent [B, 1 + S, D]
     * @param restore INT32 [B, N], where each patch stands among the seen and the hidden ones
     * @return [B, N, Dd], patches row by row, without the class token
     */
    Tensor decode(Tensor latent, Tensor restore) {
        int batch = latent.dim(0);
        int numPatches = restore.dim(1);
        int length = latent.dim(1);
        Tensor embedded = decoderEmbed.forward(latent);
        int width = embedded.dim(2);
        Tensor holes = maskToken.tensor().broadcastTo(batch, numPatches + 1 - length, width);
        Tensor patches =
                Tensor.concat(List.of(embedded.slice(1, 1, length), holes), 1).gatherRows(restore);
        Tensor x = Tensor.concat(List.of(embedded.slice(1, 0, 1), patches), 1).add(decoderPositions.tensor());
        for (int j = 0; j < decoderBlocks.size(); j++) {
            Tensor input = x;
            TransformerBlock block = decoderBlocks.get(j);
            x = at("decoder_blocks." + j, () -> block.forward(input));
        }
        return decoderNorm.forward(x).slice(1, 1, 1 + numPatches);
    }

    /**
     * Paints patches.
     *
     * @param decoded [B, K, Dd]
     * @return [B, K, P * P * 3], in the order of {@link MaeTargets#pixels}
     */
    Tensor paint(Tensor decoded) {
        return decoderPred.forward(decoded);
    }
}
