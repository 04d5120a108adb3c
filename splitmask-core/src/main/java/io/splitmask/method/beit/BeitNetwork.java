package io.splitmask.method.beit;

import io.splitmask.masking.PatchMask;
import io.splitmask.method.MaskedPatches;
import io.splitmask.method.WordHead;
import io.splitmask.nn.DropPath;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import java.util.List;

/**
 * Encoder, mask token and token head of BEiT; the encoder's parameters keep timm's names. Parameters of its own:
 * {@code mask_token} [1, 1, D], {@code lm_head} [V, D].
 */
public final class BeitNetwork extends Module {
    private final Parameter maskToken;
    private final VisionTransformer encoder;
    private final WordHead lmHead;

    /**
     * Creates the network; weights are zero until initialised or loaded.
     *
     * @param vocabulary V
     */
    public BeitNetwork(Backend backend, VitConfig config, int vocabulary) {
        super(backend);
        maskToken = parameter("mask_token", Shape.of(1, 1, config.width()), 0f);
        encoder = inline(new VisionTransformer(backend, config));
        lmHead = child("lm_head", new WordHead(backend, config.width(), vocabulary));
    }

    /** Returns the transformer without mask token and head. */
    public VisionTransformer encoder() {
        return encoder;
    }

    /** Returns the head. */
    public WordHead lmHead() {
        return lmHead;
    }

    /**
     * Returns class token and patches, masked ones replaced.
     *
     * @param images [B, 3, Hi, Wi]
     * @return [B, 1 + N, D]
     */
    public Tensor embed(Tensor images, PatchMask mask) {
        return MaskedPatches.embed(encoder, maskToken.tensor(), images, mask);
    }

    /**
     * Encodes images with masked patches.
     *
     * @param images [B, 3, Hi, Wi]
     * @param dropPath factors by block, or empty for none
     * @return [M, D], outputs of the masked patches, image by image
     */
    public Tensor encodeMasked(Tensor images, PatchMask mask, List<DropPath.Factors> dropPath) {
        return MaskedPatches.encode(encoder, maskToken.tensor(), images, mask, dropPath);
    }
}
