package io.splitmask.method;

import io.splitmask.autograd.Tape;
import io.splitmask.autograd.TokenCrossEntropy;
import io.splitmask.data.Tokenizer;
import io.splitmask.loss.InfoNce;
import io.splitmask.masking.MaskGenerator;
import io.splitmask.masking.Split;
import io.splitmask.nn.Module;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.random.SplittableSeed;
import io.splitmask.recipe.SplitMaskRecipe;
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
public final class SplitMask implements PretrainMethod {
    private static final float NORM_EPS = 1e-12f;

    private final Backend backend;
    private final SplitMaskRecipe recipe;
    private final Tokenizer tokenizer;
    private final MaskGenerator masks;
    private final SplitMaskNetwork network;

    /** Creates the networks; weights are zero until initialised or loaded. */
    public SplitMask(Backend backend, VitConfig config, SplitMaskRecipe recipe, Tokenizer tokenizer, MaskGenerator masks) {
        this.backend = backend;
        this.recipe = recipe;
        this.tokenizer = tokenizer;
        this.masks = masks;
        this.network = new SplitMaskNetwork(backend, config, recipe.decoderDepth(), tokenizer.vocabulary());
    }

    @Override
    public String name() {
        return "splitmask";
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
    public Losses loss(ImageBatch images, SplittableSeed seed) {
        Split split = masks.generate(
                images.images().dim(0), network.encoder().config().grid(), seed.child("masks").stream());
        int[] tokens = Tape.pause(() -> tokenizer.tokens(images.halfImages())).toInts();
        return loss(images.images(), tokens, split);
    }

    /**
     * Computes the loss for given tokens and split.
     *
     * @param images [B, 3, Hi, Wi]
     * @param tokens visual word of every patch, [B, N] row-major
     */
    public Losses loss(Tensor images, int[] tokens, Split split) {
        if (!recipe.split()) {
            return oneBranchLoss(images, tokens, split);
        }
        SplitViews views = views(images, split);
        Tensor inpaint = weighted(recipe.mimWeight(), () -> tokenLoss(views.missing(), missingWords(tokens, split)));
        Tensor match = weighted(recipe.matchWeight(), () -> InfoNce.symmetric(
                InfoNce.similarity(views.descriptorA(), views.descriptorB(), recipe.temperature())));
        Tensor total = inpaint.multiply((float) recipe.mimWeight()).add(match.multiply((float) recipe.matchWeight()));
        Map<String, Tensor> terms = new LinkedHashMap<>();
        terms.put("inpaint", inpaint);
        terms.put("match", match);
        return new Losses(total, terms);
    }

    /** Without the split the encoder sees mask tokens in place of set B and predicts it alone, as in BEiT (Table 8). */
    private Losses oneBranchLoss(Tensor images, int[] tokens, Split split) {
        Tensor rows = network.encodeMasked(
                images, index(split.indexA(), split.batchSize()), index(split.indexB(), split.batchSize()));
        Tensor inpaint = tokenLoss(rows, pick(tokens, split.indexB(), split.batchSize()).toArray());
        return new Losses(inpaint.multiply((float) recipe.mimWeight()), Map.of("inpaint", inpaint));
    }

    /** A term of weight 0 is computed for the report only. */
    private static Tensor weighted(double weight, Supplier<Tensor> term) {
        return weight == 0 ? Tape.pause(term) : term.get();
    }

    /** Runs both branches. @param images [B, 3, Hi, Wi] */
    SplitViews views(Tensor images, Split split) {
        Tensor patches = network.encoder().embedPatches(images);
        Tensor seenA = patches.gatherRows(index(split.indexA(), split.batchSize()));
        Tensor seenB = patches.gatherRows(index(split.indexB(), split.batchSize()));
        Tensor missingA = index(split.missingA(), split.batchSize());
        Tensor missingB = index(split.missingB(), split.batchSize());
        if (seenA.dim(1) != seenB.dim(1)) {
            Tensor a = network.branch(seenA, missingA);
            Tensor b = network.branch(seenB, missingB);
            Tensor rows = Tensor.concat(List.of(missingRows(a, missingA), missingRows(b, missingB)), 0);
            return new SplitViews(rows, descriptor(a), descriptor(b));
        }
        // Branches of one length share their weights, so they run as one batch of 2B.
        Tensor missing = Tensor.concat(List.of(missingA, missingB), 0);
        Tensor both = network.branch(Tensor.concat(List.of(seenA, seenB), 0), missing);
        Tensor descriptors = descriptor(both);
        int batch = split.batchSize();
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

    /** Mean cross entropy of predicting words. @param rows [R, D] @param words [R] */
    private Tensor tokenLoss(Tensor rows, int[] words) {
        return TokenCrossEntropy.of(
                rows,
                network.lmHead().weight().tensor(),
                network.lmHead().bias().tensor(),
                Tensor.ofInts(backend, words, words.length));
    }

    /** The words that branch a must predict, image by image, then those of branch b. */
    private static int[] missingWords(int[] tokens, Split split) {
        IntStream ofA = pick(tokens, split.missingA(), split.batchSize());
        return IntStream.concat(ofA, pick(tokens, split.missingB(), split.batchSize())).toArray();
    }

    /**
     * Predicts the words that the branches do not see, for reports.
     *
     * @param images [B, 3, Hi, Wi]
     * @return the most likely words: those of branch a's missing patches, image by image, then those of branch b's
     */
    public int[] predict(Tensor images, Split split) {
        return Tape.pause(() -> {
            Tensor rows = recipe.split()
                    ? views(images, split).missing()
                    : network.encodeMasked(
                            images, index(split.indexA(), split.batchSize()), index(split.indexB(), split.batchSize()));
            return logits(rows).argMax().toInts();
        });
    }

    /** Returns the logits of decoder outputs over the vocabulary, for reports. @param rows [..., D] @return [..., V] */
    Tensor logits(Tensor rows) {
        return network.lmHead().forward(rows);
    }

    private Tensor index(int[] positions, int batch) {
        return Tensor.ofInts(backend, positions, batch, positions.length / batch);
    }

    /** Values [B, N] at positions [B, K], both row-major. */
    private static IntStream pick(int[] values, int[] positions, int batch) {
        int n = values.length / batch;
        int k = positions.length / batch;
        return IntStream.range(0, positions.length).map(i -> values[i / k * n + positions[i]]);
    }
}
