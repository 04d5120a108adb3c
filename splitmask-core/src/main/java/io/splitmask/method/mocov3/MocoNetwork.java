package io.splitmask.method.mocov3;

import io.splitmask.nn.DropPath;
import io.splitmask.nn.Module;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.List;

/** What MoCo v3 trains: {@code base_encoder} and {@code predictor}. */
final class MocoNetwork extends Module {
    private final MocoEncoder base;
    private final MocoMlp predictor;

    MocoNetwork(Backend backend, VitConfig config, MocoV3Recipe recipe) {
        super(backend);
        int outputs = recipe.outputWidth();
        base = child("base_encoder", new MocoEncoder(backend, config, recipe));
        predictor = child("predictor", new MocoMlp(backend, outputs, recipe.hiddenWidth(), outputs));
    }

    MocoEncoder base() {
        return base;
    }

    /**
     * Returns the queries of two views.
     *
     * @param dropPath factors for 2B sequences, or empty
     * @return two of [B, outputs]
     */
    List<Tensor> queries(Tensor view1, Tensor view2, List<DropPath.Factors> dropPath) {
        List<Tensor> projections = at("base_encoder", () -> base.forward(view1, view2, dropPath));
        return at("predictor", () -> {
            Tensor first = predictor.forward(projections.get(0));
            return List.of(first, predictor.forward(projections.get(1)));
        });
    }
}
