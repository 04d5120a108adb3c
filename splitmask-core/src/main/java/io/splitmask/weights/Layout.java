package io.splitmask.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a family of libraries names the tensors of a Vision Transformer; the same names are read and written.
 *
 * @see "golden cases, section 15"
 */
public enum Layout {
    /** timm, and the original code of DeiT, DINO, MoCo v3, MAE and BEiT: the names of this library, but for a few. */
    TIMM(
            "timm",
            "patch_embed.proj.weight",
            1e-6,
            List.of(
                    new NamePair("blocks.#.ls1.gamma", "blocks.#.gamma_1"),
                    new NamePair("blocks.#.ls2.gamma", "blocks.#.gamma_2")),
            List.of()),
    /** Hugging Face's ViT, BEiT and ViTMAE. */
    HUGGING_FACE(
            "Hugging Face",
            "embeddings.patch_embeddings.projection.weight",
            1e-12,
            huggingFaceBackbone(),
            huggingFaceHeads());

    /** Beginnings of the parts of attention that Hugging Face stores apart, in the order of our joined rows. */
    public static final List<String> QUERY_KEY_VALUE = List.of("query.", "key.", "value.");
    /** Last part of the name of a constant that follows from the sizes of a network: {@value}. */
    public static final String POSITION_INDEX = "relative_position_index";

    private static final List<String> BACKBONE_PARTS =
            List.of("blocks.", "patch_embed.", "rel_pos_bias.", "norm_pre.", "embeddings.", "encoder.");
    private static final Set<String> BACKBONE_TENSORS = Set.of("cls_token", "pos_embed", "dist_token", "reg_token");

    private final String library;
    private final String anchor;
    private final double defaultLayerNormEps;
    private final List<NamePair> backbone;
    private final List<NamePair> heads;

    Layout(String library, String anchor, double defaultLayerNormEps, List<NamePair> backbone, List<NamePair> heads) {
        this.library = library;
        this.anchor = anchor;
        this.defaultLayerNormEps = defaultLayerNormEps;
        this.backbone = backbone;
        this.heads = heads;
    }

    private static List<NamePair> huggingFaceBackbone() {
        List<NamePair> pairs = new ArrayList<>(List.of(
                new NamePair("cls_token", "embeddings.cls_token"),
                new NamePair("pos_embed", "embeddings.position_embeddings"),
                new NamePair("mask_token", "embeddings.mask_token"),
                new NamePair("patch_embed.proj.", "embeddings.patch_embeddings.projection."),
                new NamePair("rel_pos_bias.", "encoder.relative_position_bias."),
                new NamePair("norm.", "layernorm."),
                new NamePair("fc_norm.", "pooler.layernorm.")));
        pairs.addAll(huggingFaceBlocks("blocks.#.", "encoder.layer.#."));
        return pairs;
    }

    /** What stands beside the backbone, without its prefix. */
    private static List<NamePair> huggingFaceHeads() {
        List<NamePair> pairs = new ArrayList<>(List.of(
                new NamePair("norm.", "layernorm."),
                new NamePair("head.", "classifier."),
                new NamePair("mask_token", "decoder.mask_token"),
                new NamePair("decoder_pos_embed", "decoder.decoder_pos_embed"),
                new NamePair("decoder_embed.", "decoder.decoder_embed."),
                new NamePair("decoder_norm.", "decoder.decoder_norm."),
                new NamePair("decoder_pred.", "decoder.decoder_pred.")));
        pairs.addAll(huggingFaceBlocks("decoder_blocks.#.", "decoder.decoder_layers.#."));
        pairs.addAll(huggingFaceBlocks("decoder_blocks.#.", "decoder.decoder_encoder.layer.#."));
        return pairs;
    }

    /** The parts of a block; the last pair catches what blocks here do not have, so that it is not overlooked. */
    private static List<NamePair> huggingFaceBlocks(String ours, String theirs) {
        return List.of(
                new NamePair(ours + "norm1.", theirs + "layernorm_before."),
                new NamePair(ours + "norm2.", theirs + "layernorm_after."),
                new NamePair(ours + "attn.query.", theirs + "attention.attention.query."),
                new NamePair(ours + "attn.key.", theirs + "attention.attention.key."),
                new NamePair(ours + "attn.value.", theirs + "attention.attention.value."),
                new NamePair(
                        ours + "attn.relative_position_bias_table",
                        theirs + "attention.attention.relative_position_bias.relative_position_bias_table"),
                new NamePair(ours + "attn.proj.", theirs + "attention.output.dense."),
                new NamePair(ours + "mlp.fc1.", theirs + "intermediate.dense."),
                new NamePair(ours + "mlp.fc2.", theirs + "output.dense."),
                new NamePair(ours + "ls1.gamma", theirs + "lambda_1"),
                new NamePair(ours + "ls2.gamma", theirs + "lambda_2"),
                new NamePair(ours, theirs));
    }

    /** Returns what users know the layout by. */
    public String library() {
        return library;
    }

    /** Returns the name, without prefix, by which the layout is recognised: that of the patch projection's weight. */
    String anchor() {
        return anchor;
    }

    /** Returns the epsilon of layer norms where no file says it. */
    double defaultLayerNormEps() {
        return defaultLayerNormEps;
    }

    /**
     * Returns the name in this library of a tensor of the backbone.
     *
     * @param name in the file, without prefix
     */
    String ours(String name) {
        return renamed(backbone, name).or(() -> renamed(heads, name)).orElse(name);
    }

    /**
     * Returns the name in this library of a tensor that stands beside the backbone.
     *
     * @param name in the file
     */
    String oursBeside(String name) {
        return renamed(heads, name).orElse(name);
    }

    /**
     * Returns the name in a file of this layout.
     *
     * @param name in this library; the parts of attention, where they are stored apart, as {@link #QUERY_KEY_VALUE}
     * @param prefix of the backbone's names, such as {@code vit.}; may be empty
     */
    public String theirs(String name, String prefix) {
        return named(backbone, name)
                .map(theirs -> prefix + theirs)
                .or(() -> named(heads, name))
                .orElse(prefix + name);
    }

    private static Optional<String> named(List<NamePair> pairs, String name) {
        return pairs.stream().flatMap(pair -> pair.theirs(name).stream()).findFirst();
    }

    private static Optional<String> renamed(List<NamePair> pairs, String name) {
        return pairs.stream().flatMap(pair -> pair.ours(name).stream()).findFirst();
    }

    /** Returns whether a tensor follows from the sizes of the network, so that it need not be read. */
    static boolean isConstant(String name) {
        return name.endsWith(POSITION_INDEX);
    }

    /**
     * Returns whether a tensor decides what a backbone gives, so that it must not be left out.
     *
     * @param name in this library
     */
    static boolean isBackbone(String name) {
        return BACKBONE_TENSORS.contains(name) || BACKBONE_PARTS.stream().anyMatch(name::startsWith);
    }
}
