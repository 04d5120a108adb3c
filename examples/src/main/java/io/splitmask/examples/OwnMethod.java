package io.splitmask.examples;

import io.splitmask.masking.PatchMask;
import io.splitmask.masking.UniformMasking;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.MaskedPatches;
import io.splitmask.method.PretrainMethod;
import io.splitmask.method.Step;
import io.splitmask.nn.Linear;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A method of one's own: half of the patches are hidden, and the network guesses the mean colour of each. The trainer does
 * the rest: {@code new Pretrainer(new OwnMethod(backend, model), settings, folder).start(...)}.
 */
public final class OwnMethod implements PretrainMethod {
    private static final UniformMasking HALF = new UniformMasking(0.5);

    private final VitConfig model;
    private final Network network;

    /** What is trained. Names of parameters are those in checkpoints; the backbone keeps its own. */
    private static final class Network extends Module {
        private final Parameter maskToken;
        private final VisionTransformer backbone;
        private final Linear head;

        Network(Backend backend, VitConfig model) {
            super(backend);
            maskToken = parameter("mask_token", Shape.of(1, 1, model.width()), 0f);
            backbone = inline(new VisionTransformer(backend, model));
            head = child("head", new Linear(backend, model.width(), 3));
        }
    }

    /** Creates the network; the trainer draws its weights. */
    public OwnMethod(Backend backend, VitConfig model) {
        this.model = model;
        this.network = new Network(backend, model);
    }

    @Override
    public String name() {
        return "colours";
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("hidden", HALF.maskRatio());
    }

    @Override
    public Module network() {
        return network;
    }

    @Override
    public VisionTransformer backbone() {
        return network.backbone;
    }

    @Override
    public Losses loss(ImageBatch batch, Step step) {
        int[] hidden =
                HALF.generate(batch.size(), model.grid(), step.seed().stream()).indexB();
        PatchMask mask = PatchMask.ofEqualCounts(batch.size(), model.numPatches(), hidden);
        Tensor images = batch.images(); // [B, 3, Hi, Wi]
        Tensor guessed = network.head.forward(
                MaskedPatches.encode(network.backbone, network.maskToken.tensor(), images, mask, List.of())); // [M, 3]
        Tensor colours = images.reshape(
                        -1,
                        3,
                        model.grid().rows(),
                        model.patchSize(),
                        model.grid().columns(),
                        model.patchSize())
                .mean(3, 5) // [B, 3, Gh, Gw]
                .permute(0, 2, 3, 1)
                .reshape(-1, 3); // [B * N, 3]
        int[] rows = mask.rows(model.numPatches(), 0);
        Tensor wanted = colours.take(Tensor.ofIndices(images.backend(), rows, colours.dim(0), rows.length));
        return new Losses(guessed.subtract(wanted).square().mean(), Map.of());
    }
}
