package io.splitmask.method.mae;

import io.splitmask.config.Problems;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.PretrainMethod;
import io.splitmask.method.Step;
import io.splitmask.nn.DropPath;
import io.splitmask.nn.Module;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.optim.WeightDecayRule;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * MAE (He et al. 2022): the encoder sees a quarter of the patches, in random order; a narrow decoder paints the pixels
 * of the others. The loss is the mean squared error over the hidden patches. With normalised pixels, painting every
 * hidden patch in one grey has a loss of about 1, so that what is learnt shows as the distance below 1.
 *
 * <p>Both position tables are fixed sines and cosines.
 *
 * @see "golden cases, section 15, interop_hf_vit_mae; recipes, section 2.6; facebookresearch/mae efb2a80"
 */
public final class Mae implements PretrainMethod {
    private final Backend backend;
    private final VitConfig config;
    private final MaeRecipe recipe;
    private final double dropPathRate;
    private final MaeNetwork network;

    /**
     * Creates the networks; weights are zero until initialised or loaded.
     *
     * @param dropPathRate drop-path rate of the encoder's last block, 0 for none as in the paper
     */
    public Mae(Backend backend, VitConfig config, MaeRecipe recipe, double dropPathRate) {
        config.variant().requireAbsolutePositionsAlone("mae");
        Problems.of("mae")
                .require(
                        config.width() % 4 == 0,
                        "expected a width that 4 divides, for sine-cosine positions, got " + config.width())
                .throwIfAny();
        this.backend = backend;
        this.config = config;
        this.recipe = recipe;
        this.dropPathRate = dropPathRate;
        this.network = new MaeNetwork(backend, config, recipe);
    }

    @Override
    public String name() {
        return "mae";
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("method", recipe, "dropPath", dropPathRate);
    }

    @Override
    public Module network() {
        return network;
    }

    @Override
    public VisionTransformer backbone() {
        return network.encoder();
    }

    @Override
    public Pooling finetunePooling() {
        return Pooling.PATCH_MEAN;
    }

    /** Both position tables are fixed. */
    @Override
    public long frozenSteps(String parameter) {
        return MaeNetwork.isPositionTable(parameter) ? NEVER_TRAINED : 0;
    }

    /** Class token and mask token are decayed, as in the published code. */
    @Override
    public WeightDecayRule weightDecayRule() {
        return WeightDecayRule.ALL_BUT_VECTORS;
    }

    @Override
    public void initialise(SplittableSeed seed) {
        new MaeInitialisation(config, recipe.decoderWidth()).apply(network, seed);
    }

    @Override
    public Losses loss(ImageBatch images, Step step) {
        int batch = images.size();
        SplittableSeed seed = step.seed();
        MaeMask mask = MaeMask.draw(batch, config.numPatches(), recipe.maskRatio(), seed.child("masks").stream());
        List<DropPath.Factors> dropPath =
                DropPath.draw(backend, dropPathRate, config.depth(), batch, seed.child("drop").stream());
        return new Losses(loss(images.images(), mask, dropPath), Map.of());
    }

    /**
     * Computes the loss for a given mask.
     *
     * @param images [B, 3, Hi, Wi]
     * @param dropPath factors by block, or empty
     */
    Tensor loss(Tensor images, MaeMask mask, List<DropPath.Factors> dropPath) {
        Tensor hidden = index(mask.hidden(), mask.batchSize());
        // Only hidden patches count, so only they are painted.
        Tensor painted = network.paint(decoded(images, mask, dropPath).gatherRows(hidden));
        return painted.subtract(targets(images).gatherRows(hidden)).square().mean();
    }

    /**
     * Returns what must be painted.
     *
     * @return [B, N, P * P * 3]
     */
    Tensor targets(Tensor images) {
        Tensor pixels = MaeTargets.pixels(images, config.patchSize());
        return recipe.normalisePixels() ? MaeTargets.normalised(pixels) : pixels;
    }

    /**
     * Returns what the decoder makes of all patches.
     *
     * @return [B, N, P * P * 3]
     */
    Tensor paint(Tensor images, MaeMask mask) {
        return network.paint(decoded(images, mask, List.of()));
    }

    /**
     * Returns the encoder's output.
     *
     * @return [B, 1 + S, D]
     */
    Tensor latent(Tensor images, MaeMask mask, List<DropPath.Factors> dropPath) {
        return network.encode(images, index(mask.seen(), mask.batchSize()), dropPath);
    }

    private Tensor decoded(Tensor images, MaeMask mask, List<DropPath.Factors> dropPath) {
        return network.decode(latent(images, mask, dropPath), index(mask.restore(), mask.batchSize()));
    }

    private Tensor index(int[] positions, int batch) {
        return Tensor.ofInts(backend, positions, batch, positions.length / batch);
    }
}
