package io.splitmask.eval.feature;

import io.splitmask.nn.VisionTransformer;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Computes features of images. */
public final class FeatureExtractor {
    private final VisionTransformer backbone;
    private final FeatureRecipe recipe;
    private final int firstBlock;

    /**
     * Creates the extractor.
     *
     * @throws IllegalArgumentException if the backbone has fewer blocks than the recipe wants
     */
    public FeatureExtractor(VisionTransformer backbone, FeatureRecipe recipe) {
        this.backbone = backbone;
        this.recipe = recipe;
        this.firstBlock = recipe.firstBlock(backbone.config().depth());
    }

    /** Returns the numbers of the blocks whose features are taken, from 0, ascending. */
    public List<Integer> blocks() {
        return IntStream.range(firstBlock, backbone.config().depth()).boxed().toList();
    }

    /** Returns how many values a feature of one block has. */
    public int width() {
        return recipe.tokens().width(backbone.config().width());
    }

    FeatureRecipe recipe() {
        return recipe;
    }

    VisionTransformer backbone() {
        return backbone;
    }

    Backend backend() {
        return backbone.backend();
    }

    /**
     * Computes features.
     *
     * @param images [B, 3, Hi, Wi]
     * @return by block in the order of {@link #blocks}, each [B, width], owned by the innermost scope
     */
    public List<Tensor> extract(Tensor images) {
        List<Tensor> features = new ArrayList<>();
        try (TensorScope scope = TensorScope.open()) {
            backbone.eachBlock(backbone.embed(images), (encoded, block) -> {
                if (block >= firstBlock) {
                    features.add(take(encoded));
                }
            });
            features.replaceAll(scope::release);
        }
        return features;
    }

    private Tensor take(Tensor encoded) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor seen = recipe.finalNorm() ? backbone.normalise(encoded) : encoded;
            return scope.release(recipe.tokens().of(seen));
        }
    }
}
