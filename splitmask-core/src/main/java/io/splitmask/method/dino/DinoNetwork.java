package io.splitmask.method.dino;

import io.splitmask.nn.DropPath;
import io.splitmask.nn.Module;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A student or a teacher: the Vision Transformer under timm's names, and the head under {@code head}. */
final class DinoNetwork extends Module {
    private final VisionTransformer backbone;
    private final DinoHead head;

    DinoNetwork(Backend backend, VitConfig config, DinoRecipe recipe) {
        super(backend);
        backbone = inline(new VisionTransformer(backend, config));
        head = child("head", new DinoHead(backend, config.width(), recipe));
    }

    VisionTransformer backbone() {
        return backbone;
    }

    /**
     * Sorts crops into outputs. Crops of one size that follow one another go through the backbone as one batch, and all
     * go through the head at once.
     *
     * @param crops each [B, 3, Hi, Wi] of its own size
     * @param dropPath factors by block for the sequences of all crops, or empty for none
     * @return [crops * B, O], crop by crop
     */
    Tensor forward(List<Tensor> crops, List<DropPath.Factors> dropPath) {
        Tensor features = features(crops, dropPath);
        return at("head", () -> head.forward(features));
    }

    /**
     * Returns the mean cross entropy of sharpened outputs against distributions.
     *
     * @param crops as for {@link #forward}
     * @param dropPath as for {@link #forward}
     * @param targets [M, O]
     * @param pick INT32 [crops * B], the row of the targets for each sequence
     * @return []
     */
    Tensor crossEntropy(
            List<Tensor> crops, List<DropPath.Factors> dropPath, double temperature, Tensor targets, Tensor pick) {
        Tensor features = features(crops, dropPath);
        return at("head", () -> head.crossEntropy(features, temperature, targets, pick));
    }

    /** [crops * B, D], crop by crop. */
    private Tensor features(List<Tensor> crops, List<DropPath.Factors> dropPath) {
        List<Tensor> features = new ArrayList<>();
        int row = 0;
        for (List<Tensor> batch : bySize(crops)) {
            Tensor images = batch.size() == 1 ? batch.get(0) : Tensor.concat(batch, 0);
            int end = row + images.dim(0);
            features.add(VisionTransformer.classToken(backbone.forward(images, DropPath.rows(dropPath, row, end))));
            row = end;
        }
        return features.size() == 1 ? features.get(0) : Tensor.concat(features, 0);
    }

    private static List<List<Tensor>> bySize(List<Tensor> crops) {
        List<List<Tensor>> batches = new ArrayList<>();
        for (Tensor crop : crops) {
            List<Tensor> last = batches.isEmpty() ? List.of() : batches.get(batches.size() - 1);
            if (last.isEmpty() || !last.get(0).shape().equals(crop.shape())) {
                last = new ArrayList<>();
                batches.add(last);
            }
            last.add(crop);
        }
        return batches;
    }
}
