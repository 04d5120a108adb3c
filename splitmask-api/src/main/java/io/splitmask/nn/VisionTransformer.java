package io.splitmask.nn;

import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The Vision Transformer with a class token (golden cases, section 3), with absolute positions, relative ones or both
 * ({@link VitVariant}). Parameter names are timm's. Without relative positions images of another size than the configured
 * one are taken too, with interpolated positions.
 */
public final class VisionTransformer extends Module {
    /** Colour channels of an image. */
    public static final int CHANNELS = 3;

    private final VitConfig config;
    private final Parameter clsToken;
    private final @Nullable Parameter posEmbed;
    private final PatchEmbedding patchEmbed;
    private final @Nullable RelativePositionBias relPosBias;
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final @Nullable LayerNorm norm;

    /** Creates the network; weights are zero until an initialiser or a file fills them. */
    public VisionTransformer(Backend backend, VitConfig config) {
        this(backend, config, true);
    }

    /** Creates the network without a layer norm after the last block, as mean pooling has it ({@link VitClassifier}). */
    public static VisionTransformer withoutFinalNorm(Backend backend, VitConfig config) {
        return new VisionTransformer(backend, config, false);
    }

    private VisionTransformer(Backend backend, VitConfig config, boolean finalNorm) {
        super(backend);
        this.config = config;
        clsToken = parameter("cls_token", Shape.of(1, 1, config.width()), 0f);
        VitVariant variant = config.variant();
        posEmbed = variant.absolutePositions()
                ? parameter("pos_embed", Shape.of(1, 1 + config.numPatches(), config.width()), 0f)
                : null;
        patchEmbed = child("patch_embed", new PatchEmbedding(backend, CHANNELS, config.patchSize(), config.width()));
        relPosBias = variant.relativePositions() == RelativePositions.SHARED
                ? child("rel_pos_bias", new RelativePositionBias(backend, config.grid(), config.heads()))
                : null;
        for (int i = 0; i < config.depth(); i++) {
            blocks.add(child("blocks." + i, new TransformerBlock(backend, config)));
        }
        norm = finalNorm ? child("norm", new LayerNorm(backend, config.width(), variant.layerNormEps())) : null;
    }

    /** Returns the sizes. */
    public VitConfig config() {
        return config;
    }

    /** Returns the transformer blocks in order. */
    public List<TransformerBlock> blocks() {
        return List.copyOf(blocks);
    }

    /**
     * Embeds the patches, without positions.
     *
     * @param images [B, 3, Hi, Wi]; P divides both sides
     * @return [B, N, D], no class token
     */
    public Tensor patches(Tensor images) {
        return at("patch_embed", () -> patchEmbed.forward(images));
    }

    /**
     * Adds absolute positions, if the network has them.
     *
     * @param patches [B, N, D], all patches of the grid
     * @param grid of these images; for another than the configured one, positions are interpolated
     * @return [B, N, D]
     */
    public Tensor addPositions(Tensor patches, PatchGrid grid) {
        return posEmbed == null ? patches : patches.add(positions(grid));
    }

    /**
     * Returns the grid of images of this size.
     *
     * @param images [B, 3, Hi, Wi]; P divides both sides
     */
    public PatchGrid grid(Tensor images) {
        return new PatchGrid(images.dim(2) / config.patchSize(), images.dim(3) / config.patchSize());
    }

    /**
     * Embeds the patches and adds their positions.
     *
     * @param images [B, 3, Hi, Wi]; of another size than the configured one, positions are interpolated
     * @return [B, N, D] with the N patches of these images, no class token
     */
    public Tensor embedPatches(Tensor images) {
        Tensor patches = patches(images);
        return addPositions(patches, grid(images));
    }

    /**
     * Returns the positions of the patches of a grid. For another grid than the configured one the table is resized
     * ({@link Resampling#BICUBIC}); gradients flow through.
     *
     * @return [1, N', D] with N' patches in the grid, no class token
     * @throws IllegalStateException if the network has no absolute positions
     * @see "golden cases, section 10, pos_embed_interp"
     */
    public Tensor positions(PatchGrid grid) {
        if (posEmbed == null) {
            throw new IllegalStateException("positions: expected a network with absolute positions, got "
                    + config.variant() + "; addPositions takes either kind");
        }
        PatchGrid own = config.grid();
        Tensor table = posEmbed.tensor().slice(1, 1, 1 + own.numPatches());
        if (grid.equals(own)) {
            return table;
        }
        Tensor image =
                table.reshape(1, own.rows(), own.columns(), config.width()).permute(0, 3, 1, 2); // [1, D, Gh, Gw]
        return Interpolation.of(image, new Extent(grid.rows(), grid.columns()), Resampling.BICUBIC)
                .permute(0, 2, 3, 1) // [1, Gh', Gw', D]
                .reshape(1, grid.numPatches(), config.width());
    }

    /**
     * Puts the class token with its position before patches.
     *
     * @param patches [B, T-1, D]
     * @return [B, T, D]
     */
    public Tensor prependClassToken(Tensor patches) {
        Tensor token = clsToken.tensor();
        Tensor cls = posEmbed == null ? token : token.add(posEmbed.tensor().slice(1, 0, 1));
        return Tensor.concat(List.of(cls.broadcastTo(patches.dim(0), 1, config.width()), patches), 1);
    }

    /**
     * Returns class token and patches with positions.
     *
     * @param images [B, 3, Hi, Wi]
     * @return [B, N+1, D]
     */
    public Tensor embed(Tensor images) {
        return prependClassToken(embedPatches(images));
    }

    /**
     * Runs the blocks and the final norm.
     *
     * @param tokens [B, T, D]; with relative positions T is 1 + N, the class token first, all patches in order
     * @param dropPath factors by block, or an empty list for none
     * @return [B, T, D]
     * @throws IllegalArgumentException if there are factors for fewer or more blocks than the network has
     */
    public Tensor encode(Tensor tokens, List<DropPath.Factors> dropPath) {
        return normalise(encodeWithoutNorm(tokens, dropPath));
    }

    /** Runs the blocks alone; see {@link #encode}. */
    public Tensor encodeWithoutNorm(Tensor tokens, List<DropPath.Factors> dropPath) {
        if (!dropPath.isEmpty() && dropPath.size() != blocks.size()) {
            throw new IllegalArgumentException("vision transformer: expected drop-path factors of " + blocks.size()
                    + " blocks or none, got those of " + dropPath.size());
        }
        @Nullable Tensor bias = sharedBias(tokens.dim(1));
        Tensor x = tokens;
        for (int i = 0; i < blocks.size(); i++) {
            Tensor input = x;
            TransformerBlock block = blocks.get(i);
            DropPath.@Nullable Factors drop = dropPath.isEmpty() ? null : dropPath.get(i);
            x = at("blocks." + i, () -> block.forward(input, drop, bias));
        }
        return x;
    }

    private @Nullable Tensor sharedBias(int tokens) {
        return relPosBias == null ? null : at("rel_pos_bias", () -> relPosBias.forward(tokens));
    }

    /**
     * Runs the blocks for what each of them gives, without the final norm.
     *
     * @param tokens [B, T, D], as for {@link #encode}
     * @param seen hears the output [B, T, D] of each block and its number from 0; the tensor is freed when the next
     *     block has run
     */
    public void eachBlock(Tensor tokens, ObjIntConsumer<Tensor> seen) {
        @Nullable Tensor bias = sharedBias(tokens.dim(1));
        Tensor x = tokens;
        for (int i = 0; i < blocks.size(); i++) {
            Tensor input = x;
            TransformerBlock block = blocks.get(i);
            x = at("blocks." + i, () -> block.forward(input, null, bias));
            if (i > 0) {
                input.close();
            }
            seen.accept(x, i);
        }
        x.close();
    }

    /** Applies the final norm, if there is one. */
    public Tensor normalise(Tensor x) {
        return norm == null ? x : at("norm", () -> norm.forward(x));
    }

    /**
     * Embeds and encodes whole images.
     *
     * @param images [B, 3, Hi, Wi]
     * @return [B, N+1, D], row 0 is the class token
     */
    public Tensor forward(Tensor images) {
        return forward(images, List.of());
    }

    /**
     * Embeds and encodes whole images with stochastic depth.
     *
     * @param images [B, 3, Hi, Wi]
     * @param dropPath factors by block, or an empty list for none
     * @return [B, N+1, D], row 0 is the class token
     */
    public Tensor forward(Tensor images, List<DropPath.Factors> dropPath) {
        return encode(embed(images), dropPath);
    }

    /**
     * Takes the output of the class token.
     *
     * @param encoded [B, N+1, D]
     * @return [B, D]
     */
    public static Tensor classToken(Tensor encoded) {
        return encoded.slice(1, 0, 1).reshape(encoded.dim(0), encoded.dim(2));
    }

    /**
     * Averages the patch outputs.
     *
     * @param encoded [B, N+1, D]
     * @return [B, D]
     */
    public static Tensor meanOfPatches(Tensor encoded) {
        return encoded.slice(1, 1, encoded.dim(1)).mean(1);
    }

    /**
     * Returns the attention weights of a block, for inspection.
     *
     * @param block number of the block, from 0
     * @param x [B, T, D], what goes into the block
     * @return [B, H, T, T], rows sum to 1
     */
    public Tensor attentionWeights(int block, Tensor x) {
        return blocks.get(block).attentionWeights(x, sharedBias(x.dim(1)));
    }

    /**
     * Returns the relative position bias that a block adds to the scores of attention, for inspection.
     *
     * @param block number of the block, from 0
     * @return [H, 1 + N, 1 + N], or empty if the network has no relative positions
     */
    public Optional<Tensor> relativePositionBias(int block) {
        int tokens = 1 + config.numPatches();
        return Optional.ofNullable(blocks.get(block).attention().bias(tokens, sharedBias(tokens)));
    }
}
