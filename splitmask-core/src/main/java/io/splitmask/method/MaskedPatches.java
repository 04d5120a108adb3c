package io.splitmask.method;

import io.splitmask.masking.PatchMask;
import io.splitmask.nn.DropPath;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.tensor.Tensor;
import java.util.List;

/** Masked image modelling in the encoder: masked patches are replaced by a token, and their outputs are looked at. */
public final class MaskedPatches {
    private MaskedPatches() {}

    /**
     * Encodes images whose masked patches are hidden: their embeddings are replaced before positions are added.
     *
     * @param images [B, 3, Hi, Wi]
     * @param maskToken [1, 1, D]
     * @param dropPath factors by block, or empty for none
     * @return [M, D], outputs of the masked patches after the final norm, image by image
     */
    public static Tensor encode(
            VisionTransformer encoder,
            Tensor maskToken,
            Tensor images,
            PatchMask mask,
            List<DropPath.Factors> dropPath) {
        Tensor tokens = embed(encoder, maskToken, images, mask);
        return rows(encoder.encode(tokens, dropPath), mask);
    }

    /**
     * Embeds images with masked patches; see {@link #encode}.
     *
     * @return [B, 1 + N, D], class token first
     */
    public static Tensor embed(VisionTransformer encoder, Tensor maskToken, Tensor images, PatchMask mask) {
        Tensor masked = Tensor.of(images.backend(), mask.indicator(), mask.batchSize(), mask.numPatches(), 1);
        Tensor visible = masked.negate().add(1f);
        Tensor patches = encoder.patches(images).multiply(visible).add(maskToken.multiply(masked));
        return encoder.prependClassToken(encoder.addPositions(patches, encoder.grid(images)));
    }

    /**
     * Takes the masked patches.
     *
     * @param encoded [B, 1 + N, D], class token first
     * @return [M, D], image by image
     */
    public static Tensor rows(Tensor encoded, PatchMask mask) {
        int[] index = mask.rows(encoded.dim(1), 1);
        Tensor all = encoded.reshape(-1, encoded.dim(2));
        return all.take(Tensor.ofIndices(all.backend(), index, all.dim(0), index.length));
    }
}
