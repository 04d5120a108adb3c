package io.splitmask.method.mocov3;

import io.splitmask.nn.DropPath;
import io.splitmask.nn.Module;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.List;

/** The Vision Transformer under timm's names, and the projector on its class token under {@code head}. */
final class MocoEncoder extends Module {
    private final VisionTransformer backbone;
    private final MocoMlp projector;

    MocoEncoder(Backend backend, VitConfig config, MocoV3Recipe recipe) {
        super(backend);
        int hidden = recipe.hiddenWidth();
        backbone = inline(new VisionTransformer(backend, config));
        projector = child("head", new MocoMlp(backend, config.width(), hidden, hidden, recipe.outputWidth()));
    }

    VisionTransformer backbone() {
        return backbone;
    }

    /**
     * Projects two views. They go through the backbone as one batch, and one after the other through the projector, whose
     * norms see each view by itself.
     *
     * @param dropPath factors by block for 2B sequences, or empty for none
     * @return two of [B, outputs]
     */
    List<Tensor> forward(Tensor view1, Tensor view2, List<DropPath.Factors> dropPath) {
        int batch = view1.dim(0);
        Tensor features =
                VisionTransformer.classToken(backbone.forward(Tensor.concat(List.of(view1, view2), 0), dropPath));
        return at("head", () -> {
            Tensor first = projector.forward(features.slice(0, 0, batch));
            return List.of(first, projector.forward(features.slice(0, batch, 2 * batch)));
        });
    }
}
