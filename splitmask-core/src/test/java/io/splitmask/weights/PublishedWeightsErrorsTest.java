package io.splitmask.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.io.WeightsException;
import io.splitmask.nn.RelativePositions;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.VitVariant;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What does not fit is said with the tensor's name in the file, and with what was expected and got. */
class PublishedWeightsErrorsTest {
    private static final VitConfig PLAIN = new VitConfig(8, 8, 4, 64, 2, 1, 2, 0);
    private static final VitConfig BEIT = PLAIN.withVariant(VitVariant.BEIT).withLayerScale(0.1);
    private static final VitConfig BOTH = PLAIN.withVariant(new VitVariant(true, RelativePositions.SHARED, true, 1e-6));

    private static final String HF_BLOCK = "vit.encoder.layer.1.";

    private final Path file;
    private final Backend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();

    PublishedWeightsErrorsTest(@TempDir Path folder) {
        file = folder.resolve("published.safetensors");
    }

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    private PublishedFile timm(VitConfig config) {
        return new PublishedFile().add(new VisionTransformer(backend, config), UnaryOperator.identity());
    }

    private PublishedFile huggingFace() {
        return new PublishedFile()
                .add(new VisionTransformer(backend, PLAIN), PublishedFile.huggingFace("vit."))
                .withSeparateQueries();
    }

    /** Makes a file. */
    private interface Maker {
        PublishedFile of(PublishedWeightsErrorsTest test);
    }

    static Stream<Arguments> filesThatDoNotFitABackbone() {
        return Stream.of(
                fits(
                        "missing, timm",
                        t -> t.timm(PLAIN).without("blocks.1.norm2.bias"),
                        PLAIN,
                        "missing: blocks.1.norm2.bias;"),
                fits(
                        "missing, Hugging Face",
                        t -> t.huggingFace().without(HF_BLOCK + "output.dense.bias"),
                        PLAIN,
                        "missing: blocks.1.mlp.fc2.bias (in the file: vit.encoder.layer.1.output.dense.bias)"),
                fits(
                        "all queries, keys and values of a bias missing",
                        t -> t.huggingFace()
                                .without(HF_BLOCK + "attention.attention.query.bias")
                                .without(HF_BLOCK + "attention.attention.key.bias")
                                .without(HF_BLOCK + "attention.attention.value.bias"),
                        PLAIN,
                        "missing: blocks.1.attn.qkv.bias (in the file: vit.encoder.layer.1.attention.attention.query.bias,"
                                + " vit.encoder.layer.1.attention.attention.key.bias,"
                                + " vit.encoder.layer.1.attention.attention.value.bias)"),
                fits(
                        "misshapen, Hugging Face",
                        t -> t.huggingFace().add(HF_BLOCK + "intermediate.dense.weight", 128, 32),
                        PLAIN,
                        "misshapen: blocks.1.mlp.fc1.weight (in the file: vit.encoder.layer.1.intermediate.dense.weight)"
                                + " expected [128, 64], got [128, 32]"),
                fits(
                        "another width",
                        t -> t.timm(PLAIN),
                        new VitConfig(8, 8, 4, 32, 2, 1, 2, 0),
                        "misshapen: cls_token expected [1, 1, 32], got [1, 1, 64], pos_embed expected [1, 5, 32], got"
                                + " [1, 5, 64]"),
                fits(
                        "norms of queries",
                        t -> t.timm(PLAIN).add("blocks.0.attn.q_norm.weight", 64),
                        PLAIN,
                        "unexpected: blocks.0.attn.q_norm.weight;"),
                fits(
                        "parts of Hugging Face that blocks here do not have",
                        t -> t.huggingFace().add(HF_BLOCK + "mlp.weights_in.weight", 8, 64),
                        PLAIN,
                        "unexpected: blocks.1.mlp.weights_in.weight (in the file: vit.encoder.layer.1.mlp.weights_in.weight);"),
                fits("registers", t -> t.timm(PLAIN).add("reg_token", 1, 4, 64), PLAIN, "unexpected: reg_token;"),
                fits("layer scales", t -> t.timm(PLAIN.withLayerScale(1)), PLAIN, "unexpected: blocks.0.ls1.gamma, "),
                fits(
                        "absolute positions that are not wanted",
                        t -> t.timm(BOTH),
                        BOTH.withVariant(new VitVariant(false, RelativePositions.SHARED, true, 1e-6)),
                        "unexpected: pos_embed;"),
                fits(
                        "relative positions that are not wanted",
                        t -> t.timm(BOTH),
                        PLAIN,
                        "unexpected: rel_pos_bias.relative_position_bias_table;"),
                fits(
                        "tables of blocks where one for all is wanted",
                        t -> t.timm(
                                BEIT.withVariant(VitVariant.BEIT.withRelativePositions(RelativePositions.PER_BLOCK))),
                        BEIT,
                        "missing: rel_pos_bias.relative_position_bias_table; unexpected:"
                                + " blocks.0.attn.relative_position_bias_table, "));
    }

    private static Arguments fits(String name, Maker maker, VitConfig backbone, String message) {
        return argumentSet(name, maker, backbone, message);
    }

    @ParameterizedTest
    @MethodSource("filesThatDoNotFitABackbone")
    void namesWhatDoesNotFit(Maker maker, VitConfig config, String message) throws IOException {
        maker.of(this).write(file);
        VisionTransformer backbone = new VisionTransformer(backend, config);
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThatThrownBy(() -> weights.loadBackbone(backbone))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageStartingWith(file + ": the tensors are not those of this network; ")
                    .hasMessageContaining(message);
        }
        backbone.parameters().forEach((name, parameter) -> assertThat(parameter.toFloats())
                .as("%s, which stays as it was", name)
                .containsOnly(
                        name.endsWith("norm.weight") || name.matches(".*norm\\d\\.weight")
                                ? 1f
                                : name.endsWith("gamma") ? 0.1f : 0f));
    }

    static Stream<Arguments> filesThatAreNotUnderstood() {
        return Stream.of(
                argumentSet(
                        "another network",
                        (Maker) t -> new PublishedFile()
                                .add("conv1.weight", 64, 3, 7, 7)
                                .add("fc.bias", 10),
                        "expected the weights of a Vision Transformer by the names of timm ('patch_embed.proj.weight') or"
                                + " Hugging Face ('embeddings.patch_embeddings.projection.weight'), got 2 tensors:"
                                + " conv1.weight, fc.bias"),
                argumentSet(
                        "two networks of one rank",
                        (Maker) t -> new PublishedFile()
                                .add("left.patch_embed.proj.weight", 64, 3, 4, 4)
                                .add("right.patch_embed.proj.weight", 64, 3, 4, 4),
                        "expected the weights of one Vision Transformer, got 2, with the prefixes 'left.', 'right.'"),
                argumentSet(
                        "no keys",
                        (Maker) t -> t.huggingFace().without(HF_BLOCK + "attention.attention.key.weight"),
                        "tensor 'vit.encoder.layer.1.attention.attention.key.weight': expected queries, keys and values of"
                                + " every block, got none of this name"),
                argumentSet(
                        "keys of another size",
                        (Maker) t -> t.huggingFace().add(HF_BLOCK + "attention.attention.key.weight", 32, 64),
                        "tensor 'vit.encoder.layer.1.attention.attention.key.weight': expected the shape of the queries,"
                                + " [64, 64], got [32, 64]"),
                argumentSet(
                        "two names for one tensor",
                        (Maker) t -> t.timm(PLAIN.withLayerScale(1)).add("blocks.0.gamma_1", 64),
                        "expected one tensor for 'blocks.0.ls1.gamma', got also 'blocks.0.gamma_1'"));
    }

    @ParameterizedTest
    @MethodSource("filesThatAreNotUnderstood")
    void saysWhyAFileIsNotUnderstood(Maker maker, String message) throws IOException {
        maker.of(this).write(file);
        assertThatThrownBy(() -> ModelWeights.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    static Stream<Arguments> sizesThatAreNotClear() {
        return Stream.of(
                argumentSet(
                        "one colour channel",
                        (Maker) t -> t.timm(PLAIN).add("patch_embed.proj.weight", 64, 1, 4, 4),
                        "",
                        "tensor 'patch_embed.proj.weight': expected [D, 3, P, P], got [64, 1, 4, 4]"),
                argumentSet(
                        "a linear patch projection",
                        (Maker) t -> t.huggingFace().add("vit.embeddings.patch_embeddings.projection.weight", 64, 48),
                        "",
                        "tensor 'vit.embeddings.patch_embeddings.projection.weight': expected 4 axes, got [64, 48]"),
                argumentSet(
                        "no block",
                        (Maker) t -> new PublishedFile()
                                .add("patch_embed.proj.weight", 64, 3, 4, 4)
                                .add("pos_embed", 1, 5, 64),
                        "",
                        "tensor 'blocks.0.mlp.fc1.weight': expected in the file, got none of this name"),
                argumentSet(
                        "no square image",
                        (Maker) t -> t.timm(PLAIN.withImage(8, 12)),
                        "",
                        "tensor 'pos_embed': expected [1, 1 + N, D] with a square number N of patches, got [1, 7, 64]; a"
                                + " config.json beside the file may say another image size"),
                argumentSet(
                        "no square table",
                        (Maker) t -> t.timm(BEIT.withImage(8, 12)),
                        "",
                        "tensor 'rel_pos_bias.relative_position_bias_table': expected [R, H] with R = (2 G - 1)^2 + 3 for"
                                + " G x G patches, got [18, 1]"),
                argumentSet(
                        "two grids",
                        (Maker) t -> t.timm(BOTH).add("rel_pos_bias.relative_position_bias_table", 28, 1),
                        "",
                        "tensor 'rel_pos_bias.relative_position_bias_table': expected 12 rows for 2 x 2 patches, got [28,"
                                + " 1]"),
                argumentSet(
                        "no positions",
                        (Maker) t -> t.timm(PLAIN).without("pos_embed"),
                        "",
                        "expected positions, or a config.json beside the file to say the image size, got neither"),
                argumentSet(
                        "heads of an unusual width",
                        (Maker) t -> t.timm(new VitConfig(8, 8, 4, 48, 1, 3, 2, 0)),
                        "",
                        "expected a config.json beside the file to say the number of heads, got none, and the width 48 is"
                                + " no multiple of the usual 64 per head"),
                argumentSet(
                        "the config of another network",
                        (Maker) t -> t.timm(PLAIN),
                        "{\"hidden_size\": 768}",
                        "expected a width of 768 as in config.json beside it, got 64; does that file belong to these"
                                + " weights?"),
                argumentSet(
                        "another image in the config",
                        (Maker) t -> t.timm(PLAIN),
                        "{\"image_size\": 16}",
                        "tensor 'pos_embed': expected [1, 1 + N, D] with the 4 x 4 patches of config.json beside it, got [1,"
                                + " 5, 64]"),
                argumentSet(
                        "an image in the config that patches do not cover",
                        (Maker) t -> t.timm(PLAIN),
                        "{\"image_size\": [8, 15]}",
                        "expected patches of a size that divides the image of 8 x 15 pixels in config.json beside it, got"
                                + " 4"),
                argumentSet(
                        "other heads in the config than columns in the table",
                        (Maker) t -> t.timm(BEIT),
                        "{\"num_attention_heads\": 2}",
                        "tensor 'rel_pos_bias.relative_position_bias_table': expected a column for each of the 2 heads of"
                                + " config.json beside it, got 1"),
                argumentSet(
                        "a block far behind the others, timm",
                        (Maker) t -> t.timm(PLAIN).add("blocks.9999.norm1.weight", 64),
                        "",
                        "tensor 'blocks.2': expected blocks without gaps, got none of this number, but one of number 9999"),
                argumentSet(
                        "a block far behind the others, Hugging Face",
                        (Maker) t -> t.huggingFace().add("vit.encoder.layer.3.layernorm_before.weight", 64),
                        "",
                        "expected blocks without gaps, got none of this number, but one of number 3"),
                argumentSet(
                        "heads that do not divide the width",
                        (Maker) t -> t.timm(PLAIN),
                        "{\"num_attention_heads\": 5}",
                        "the shapes make no network: VitConfig: expected width as a multiple of heads 5, got 64"));
    }

    @ParameterizedTest
    @MethodSource("sizesThatAreNotClear")
    void saysWhatIsNotClearAboutTheSizes(Maker maker, String config, String message) throws IOException {
        maker.of(this).write(file);
        if (!config.isEmpty()) {
            Files.writeString(file.resolveSibling("config.json"), config);
        }
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThatThrownBy(weights::config)
                    .isInstanceOf(WeightsException.class)
                    .hasMessageStartingWith(file + ": ")
                    .hasMessageContaining(message);
        }
    }

    @Test
    void aConfigThatIsNoJsonIsNamed() throws IOException {
        timm(PLAIN).write(file);
        Path config = file.resolveSibling("config.json");
        Files.writeString(config, "{\"hidden_size\": ");
        assertThatThrownBy(() -> ModelWeights.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(config + ": expected JSON, got: ");
    }

    @Test
    void anotherNumberOfHeadsIsRefused() throws IOException {
        timm(PLAIN).write(file);
        Files.writeString(file.resolveSibling("config.json"), "{\"num_attention_heads\": 4}");
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThatThrownBy(() -> weights.loadBackbone(new VisionTransformer(backend, PLAIN)))
                    .hasMessage(file + ": expected the weights of a network with 1 heads, got those of one with 4");
        }
    }

    @Test
    void aMeanWithoutANormIsRefused() throws IOException {
        timm(PLAIN).add("head.weight", 3, 64).add("head.bias", 3).write(file);
        Files.writeString(file.resolveSibling("config.json"), "{\"global_pool\": \"avg\", \"num_features\": 64}");
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThatThrownBy(weights::pooling)
                    .hasMessageContaining("expected a norm (fc_norm) on the mean of the patches, as config.json says");
        }
    }

    @Test
    void aBackboneIsNoClassifier() throws IOException {
        huggingFace().add("classifier.bias", 3).write(file);
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThatThrownBy(weights::classes)
                    .hasMessage(
                            file + ": tensor 'classifier.weight': expected the head of a classifier [classes, D], got"
                                    + " nothing");
            assertThatThrownBy(() -> weights.loadAll(new VitClassifier(backend, PLAIN, 3)))
                    .hasMessageContainingAll(
                            "missing: fc_norm.weight (in the file: vit.pooler.layernorm.weight), ",
                            "norm.weight (in the file: vit.layernorm.weight)");
        }
    }
}
