package io.splitmask.method.beit;

import io.splitmask.autograd.Tape;
import io.splitmask.autograd.TokenCrossEntropy;
import io.splitmask.data.Tokenizer;
import io.splitmask.masking.PatchMask;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.PretrainMethod;
import io.splitmask.method.Step;
import io.splitmask.method.WordPredictions;
import io.splitmask.method.WordPredictor;
import io.splitmask.method.WordsIdentity;
import io.splitmask.nn.DropPath;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * BEiT (golden cases, section 6; recipes, sections 2.2 and 2.3): blocks of patches are hidden behind a mask token, and
 * the outputs at their places predict their visual words.
 */
public final class Beit implements PretrainMethod, WordPredictor {
    private final Backend backend;
    private final BeitRecipe recipe;
    private final Tokenizer tokenizer;
    private final double dropPathRate;
    private final BeitNetwork network;

    /**
     * Creates the network; weights are zero until initialised or loaded.
     *
     * @param dropPathRate drop-path rate of the last block, 0 for none
     */
    public Beit(Backend backend, VitConfig config, BeitRecipe recipe, Tokenizer tokenizer, double dropPathRate) {
        this.backend = backend;
        this.recipe = recipe;
        this.tokenizer = tokenizer;
        this.dropPathRate = dropPathRate;
        this.network = new BeitNetwork(backend, config, tokenizer.vocabulary());
    }

    @Override
    public String name() {
        return "beit";
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("method", recipe, "dropPath", dropPathRate, "words", WordsIdentity.of(tokenizer));
    }

    @Override
    public BeitNetwork network() {
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

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public Losses loss(ImageBatch images, Step step) {
        SplittableSeed seed = step.seed();
        int depth = backbone().config().depth();
        List<DropPath.Factors> dropPath =
                DropPath.draw(backend, dropPathRate, depth, images.size(), seed.child("drop").stream());
        return loss(images.images(), tokens(images.halfImages()), mask(images.size(), seed), dropPath);
    }

    /** Draws the masks of a step. */
    public PatchMask mask(int batch, SplittableSeed seed) {
        return recipe.masking().mask(batch, backbone().config().grid(), seed.child("masks").stream());
    }

    /**
     * Computes the loss for given tokens and mask.
     *
     * @param images [B, 3, Hi, Wi]
     * @param tokens visual word of every patch, [B, N] row-major
     * @param dropPath factors by block, or empty for none
     * @return the mean cross entropy over all masked patches of the batch, with the terms {@code mim} (the same) and
     *     {@code accuracy} (share of masked patches whose likeliest word is the true one)
     */
    public Losses loss(Tensor images, int[] tokens, PatchMask mask, List<DropPath.Factors> dropPath) {
        Tensor rows = network.encodeMasked(images, mask, dropPath);
        TokenCrossEntropy.Result mim = network.lmHead().score(rows, mask.pick(tokens));
        Map<String, Tensor> terms = new LinkedHashMap<>();
        terms.put("mim", mim.loss());
        terms.put("accuracy", mim.accuracy());
        return new Losses(mim.loss(), terms);
    }

    @Override
    public WordPredictions predict(ImageBatch images, SplittableSeed seed) {
        PatchMask mask = mask(images.size(), seed);
        Tensor rows = Tape.pause(() -> network.encodeMasked(images.images(), mask, List.of()));
        return new WordPredictions(mask, network.lmHead().likeliest(rows));
    }
}
