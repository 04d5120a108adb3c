package io.splitmask.method.splitmask;

import io.splitmask.masking.PatchMask;
import io.splitmask.method.MaskedPatches;
import io.splitmask.method.WordHead;
import io.splitmask.nn.DropPath;
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
    private final WordHead lmHead;

    SplitMaskNetwork(Backend backend, VitConfig config, int decoderDepth, int vocabulary) {
        super(backend);
        encoder = inline(new VisionTransformer(backend, config));
        decoder = child("decoder", new SplitMaskDecoder(backend, config, decoderDepth));
        lmHead = child("lm_head", new WordHead(backend, config.width(), vocabulary));
    }

    VisionTransformer encoder() {
        return encoder;
    }

    WordHead lmHead() {
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
        return at("decoder", () -> decoder.forward(encoded, missing));
    }

    /**
     * Returns the mean cross entropy of predicting words.
     *
     * @param rows [R, D]
     * @param words [R]
     * @return []
     */
    Tensor wordLoss(Tensor rows, int[] words) {
        return at("lm_head", () -> lmHead.loss(rows, words));
    }

    /**
     * Encodes images whose masked patches are replaced by the mask token with the encoder's positions.
     *
     * @param images [B, 3, Hi, Wi]
     * @return [M, D], outputs of the masked patches, image by image
     */
    Tensor encodeMasked(Tensor images, PatchMask mask, List<DropPath.Factors> dropPath) {
        return MaskedPatches.encode(encoder, decoder.maskToken(), images, mask, dropPath);
    }
}
