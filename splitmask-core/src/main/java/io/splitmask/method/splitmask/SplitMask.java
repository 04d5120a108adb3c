package io.splitmask.method.splitmask;

import io.splitmask.autograd.Tape;
import io.splitmask.data.Tokenizer;
import io.splitmask.loss.InfoNce;
import io.splitmask.masking.MaskGenerator;
import io.splitmask.masking.PatchMask;
import io.splitmask.masking.Split;
import io.splitmask.method.Descriptors;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.PretrainMethod;
import io.splitmask.method.Step;
import io.splitmask.method.WordPredictions;
import io.splitmask.method.WordPredictor;
import io.splitmask.method.WordsIdentity;
import io.splitmask.nn.DropPath;
import io.splitmask.nn.Module;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * SplitMask (paper section 4; golden cases, section 7): two disjoint sets of patches are encoded apart, each branch
 * inpaints the visual words of the patches that it does not see, and the two global descriptors are matched.
 */
public final class SplitMask implements PretrainMethod, WordPredictor {
    private static final float NORM_EPS = 1e-12f;

    private final Backend backend;
    private final SplitMaskRecipe recipe;
    private final Tokenizer tokenizer;
    private final double dropPathRate;
    private final MaskGenerator masks;
    private final SplitMaskNetwork network;

    /**
     * Creates the networks; weights are zero until initialised or loaded.
     *
     * @param dropPathRate drop-path rate of the encoder's last block, 0 for none
     */
    public SplitMask(
            Backend backend, VitConfig config, SplitMaskRecipe recipe, Tokenizer tokenizer, double dropPathRate) {
        if (recipe.split()) {
            config.variant().requireAbsolutePositionsAlone("splitmask");
        }
        this.backend = backend;
        this.recipe = recipe;
        this.tokenizer = tokenizer;
        this.dropPathRate = dropPathRate;
        this.masks = recipe.maskGenerator();
        this.network = new SplitMaskNetwork(backend, config, recipe.decoderDepth(), tokenizer.vocabulary());
    }

    @Override
    public String name() {
        return "splitmask";
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("method", recipe, "dropPath", dropPathRate, "words", WordsIdentity.of(tokenizer));
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

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public Losses loss(ImageBatch images, Step step) {
        int batch = images.size();
        SplittableSeed seed = step.seed();
        int depth = backbone().config().depth();
        int sequences = recipe.split() ? 2 * batch : batch;
        List<DropPath.Factors> dropPath =
                DropPath.draw(backend, dropPathRate, depth, sequences, seed.child("drop").stream());
        return loss(images.images(), tokens(images.halfImages()), split(batch, seed), dropPath);
    }

    /** Draws the split of a step. */
    public Split split(int batch, SplittableSeed seed) {
        return masks.generate(batch, backbone().config().grid(), seed.child("masks").stream());
    }

    /**
     * Computes the loss for given tokens and split.
     *
     * @param images [B, 3, Hi, Wi]
     * @param tokens visual word of every patch, [B, N] row-major
     * @param dropPath factors by encoder block for 2B sequences, those of branch a first; empty for none
     * @return the weighted sum of the terms {@code inpaint}, the mean cross entropy over all patches that a branch does not
     *     see, and {@code match}, with figures of the descriptors; without the split the term {@code inpaint} alone
     * @throws IllegalArgumentException if the split is of more patches than the images have, or a word is none
     */
    public Losses loss(Tensor images, int[] tokens, Split split, List<DropPath.Factors> dropPath) {
        if (!recipe.split()) {
            return oneBranchLoss(images, tokens, split, dropPath);
        }
        SplitViews views = views(images, split, dropPath);
        Tensor inpaint =
                weighted(recipe.mimWeight(), () -> network.wordLoss(views.missing(), missingWords(tokens, split)));
        Tensor match = weighted(
                recipe.matchWeight(),
                () -> InfoNce.symmetric(
                        InfoNce.similarity(views.descriptorA(), views.descriptorB(), recipe.temperature())));
        Tensor total = inpaint.multiply((float) recipe.mimWeight()).add(match.multiply((float) recipe.matchWeight()));
        Map<String, Tensor> terms = new LinkedHashMap<>();
        terms.put("inpaint", inpaint);
        terms.put("match", match);
        terms.putAll(Descriptors.figures(views.descriptorA(), views.descriptorB()));
        return new Losses(total, terms);
    }

    /**
     * Without the split the encoder sees mask tokens in place of all patches but set A and predicts those, as in BEiT
     * (Table 8). They are set B where the sets cover the image, and more than it where they do not.
     */
    private Losses oneBranchLoss(Tensor images, int[] tokens, Split split, List<DropPath.Factors> dropPath) {
        PatchMask mask = mask(split, split.missingA());
        Tensor inpaint = network.wordLoss(network.encodeMasked(images, mask, dropPath), mask.pick(tokens));
        return new Losses(inpaint.multiply((float) recipe.mimWeight()), Map.of("inpaint", inpaint));
    }

    /** A term of weight 0 is computed for the report only. */
    private static Tensor weighted(double weight, Supplier<Tensor> term) {
        return weight == 0 ? Tape.pause(term) : term.get();
    }

    /**
     * Runs both branches.
     *
     * @param images [B, 3, Hi, Wi]
     */
    SplitViews views(Tensor images, Split split, List<DropPath.Factors> dropPath) {
        Tensor patches = network.encoder().embedPatches(images);
        int batch = split.batchSize();
        int numPatches = patches.dim(1);
        Tensor seenA = patches.gatherRows(index(split.indexA(), batch, numPatches));
        Tensor seenB = patches.gatherRows(index(split.indexB(), batch, numPatches));
        Tensor missingA = index(split.missingA(), batch, numPatches);
        Tensor missingB = index(split.missingB(), batch, numPatches);
        if (split.numA() != split.numB()) {
            Tensor a = network.branch(seenA, missingA, DropPath.rows(dropPath, 0, batch));
            Tensor b = network.branch(seenB, missingB, DropPath.rows(dropPath, batch, 2 * batch));
            Tensor rows = Tensor.concat(List.of(missingRows(a, missingA), missingRows(b, missingB)), 0);
            return new SplitViews(rows, descriptor(a), descriptor(b));
        }
        // Branches of one length share their weights, so they run as one batch of 2B.
        Tensor missing = Tensor.concat(List.of(missingA, missingB), 0);
        Tensor both = network.branch(Tensor.concat(List.of(seenA, seenB), 0), missing, dropPath);
        Tensor descriptors = descriptor(both);
        return new SplitViews(
                missingRows(both, missing), descriptors.slice(0, 0, batch), descriptors.slice(0, batch, 2 * batch));
    }

    private static Tensor missingRows(Tensor decoded, Tensor missing) {
        int length = decoded.dim(1);
        return decoded.slice(1, length - missing.dim(1), length).reshape(-1, decoded.dim(2));
    }

    private static Tensor descriptor(Tensor decoded) {
        return VisionTransformer.meanOfPatches(decoded).l2Normalize(-1, NORM_EPS);
    }

    /** The words that branch a must predict, image by image, then those of branch b. */
    private static int[] missingWords(int[] tokens, Split split) {
        IntStream ofA = IntStream.of(mask(split, split.missingA()).pick(tokens));
        IntStream ofB = IntStream.of(mask(split, split.missingB()).pick(tokens));
        return IntStream.concat(ofA, ofB).toArray();
    }

    /** Predicts what branch a does not see; without the split, what is behind mask tokens. */
    @Override
    public WordPredictions predict(ImageBatch images, SplittableSeed seed) {
        Split split = split(images.size(), seed);
        PatchMask hidden = mask(split, split.missingA());
        Tensor rows = Tape.pause(() -> hiddenRows(images.images(), split, hidden));
        return new WordPredictions(hidden, network.lmHead().likeliest(rows));
    }

    /** Returns the outputs from which words are predicted, [M, D]. */
    private Tensor hiddenRows(Tensor images, Split split, PatchMask hidden) {
        return recipe.split()
                ? views(images, split, List.of()).missing().slice(0, 0, hidden.numMasked())
                : network.encodeMasked(images, hidden, List.of());
    }

    /**
     * Returns the logits of decoder outputs over the vocabulary.
     *
     * @param rows [..., D]
     * @return [..., V]
     */
    Tensor logits(Tensor rows) {
        return network.lmHead().logits(rows);
    }

    private static PatchMask mask(Split split, int[] positions) {
        return PatchMask.ofEqualCounts(split.batchSize(), split.numPatches(), positions);
    }

    /** A split of more patches than the images have would make kernels read beyond them. */
    private Tensor index(int[] positions, int batch, int numPatches) {
        return Tensor.ofIndices(backend, positions, numPatches, batch, positions.length / batch);
    }
}
