package io.splitmask.method.splitmask;

import io.splitmask.nn.DropPath;
import io.splitmask.nn.Linear;
import io.splitmask.nn.Module;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.List;

/** Encoder, decoder and token head of SplitMask; the encoder's parameters keep timm's names. */
final class SplitMaskNetwork extends Module {
    private final VisionTransformer encoder;
    private final SplitMaskDecoder decoder;
    private final Linear lmHead;

    SplitMaskNetwork(Backend backend, VitConfig config, int decoderDepth, int vocabulary) {
        super(backend);
        encoder = inline(new VisionTransformer(backend, config));
        decoder = child("decoder", new SplitMaskDecoder(backend, config, decoderDepth));
        lmHead = child("lm_head", new Linear(backend, config.width(), vocabulary));
    }

    VisionTransformer encoder() {
        return encoder;
    }

    Linear lmHead() {
        return lmHead;
    }

    /**
     * Encodes what a branch sees and decodes the whole image.
     *
     * @param seen [R, S, D], embedded patches with positions
     * @param missing INT32 [R, M]
     * @param dropPath factors by encoder block, or empty
     * @return [R, 1 + S + M, D], class token, seen, missing
     */
    Tensor branch(Tensor seen, Tensor missing, List<DropPath.Factors> dropPath) {
        Tensor encoded = encoder.encode(encoder.prependClassToken(seen), dropPath);
        return decoder.forward(encoded, missing);
    }

    /**
     * Encodes an image whose masked patches are replaced by mask tokens with the encoder's positions.
     *
     * @param images [B, 3, Hi, Wi]
     * @param seen INT32 [B, S]
     * @param masked INT32 [B, M]
     * @return [B * M, D], outputs of the masked patches
     */
    Tensor encodeMasked(Tensor images, Tensor seen, Tensor masked, List<DropPath.Factors> dropPath) {
        Tensor visible = encoder.embedPatches(images).gatherRows(seen);
        Tensor holes = decoder.maskToken().add(encoder.positions(masked));
        Tensor tokens = encoder.prependClassToken(Tensor.concat(List.of(visible, holes), 1));
        int length = tokens.dim(1);
        return encoder.encode(tokens, dropPath)
                .slice(1, length - masked.dim(1), length)
                .reshape(-1, encoder.config().width());
    }
}
