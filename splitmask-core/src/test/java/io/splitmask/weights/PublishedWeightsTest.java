package io.splitmask.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.method.MethodContext;
import io.splitmask.method.PretrainMethod;
import io.splitmask.method.RunLength;
import io.splitmask.method.beit.BeitNetwork;
import io.splitmask.method.mae.MaeRecipe;
import io.splitmask.nn.Module;
import io.splitmask.nn.PatchGrid;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.RelativePositions;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.VitVariant;
import io.splitmask.nn.init.PositionInterpolation;
import io.splitmask.nn.init.RelativePositionInterpolation;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.LoadReport;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and forms of published files that no stored case has. */
class PublishedWeightsTest {
    /** 64 wide, so that one head follows; 2 x 2 patches. */
    private static final VitConfig PLAIN = new VitConfig(8, 8, 4, 64, 2, 1, 2, 0);

    private static final VitConfig BEIT = PLAIN.withVariant(VitVariant.BEIT).withLayerScale(0.1);

    private final Path file;
    private final Backend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();

    PublishedWeightsTest(@TempDir Path folder) {
        file = folder.resolve("published.safetensors");
    }

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    private VisionTransformer filled(VitConfig config) {
        return PublishedFile.filled(new VisionTransformer(backend, config));
    }

    private static void assertSame(Module actual, Module expected) {
        assertThat(actual.parameters().keySet())
                .containsExactlyElementsOf(expected.parameters().keySet());
        expected.parameters()
                .forEach((name, parameter) ->
                        assertThat(values(actual, name)).as(name).isEqualTo(parameter.toFloats()));
    }

    private static float[] values(Module network, String name) {
        return Objects.requireNonNull(network.parameters().get(name), name).toFloats();
    }

    /** Makes a backbone from the file alone and checks that it is the expected one. */
    private LoadReport assertBackbone(VisionTransformer expected) throws IOException {
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(weights.config()).isEqualTo(expected.config());
            VisionTransformer actual = new VisionTransformer(backend, weights.config());
            LoadReport report = weights.loadBackbone(actual);
            assertSame(actual, expected);
            assertThat(report.loaded())
                    .containsExactlyElementsOf(expected.parameters().keySet());
            return report;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "module.", "backbone.", "module.backbone.", "model.encoder."})
    void findsTheBackboneBehindAnyPrefix(String prefix) throws IOException {
        VisionTransformer network = filled(PLAIN);
        new PublishedFile()
                .add(network, name -> prefix + name)
                .add("module.head.mlp.0.weight", 3, 64)
                .add("module.head.last_layer.weight_v", 5, 3)
                .write(file);
        assertThat(assertBackbone(network).leftOut())
                .containsExactlyInAnyOrder("module.head.mlp.0.weight", "module.head.last_layer.weight_v");
    }

    @Test
    void takesTheTeacherOfDinoAndTheTrainedEncoderOfMoco() throws IOException {
        VisionTransformer network = filled(PLAIN);
        VisionTransformer other = new VisionTransformer(backend, PLAIN);
        new PublishedFile()
                .add(other, name -> "student.module.backbone." + name)
                .add(network, name -> "teacher.backbone." + name)
                .write(file);
        assertThat(assertBackbone(network).leftOut())
                .hasSize(other.parameters().size())
                .allMatch(name -> name.startsWith("student.module.backbone."));
        new PublishedFile()
                .add(other, name -> "module.momentum_encoder." + name)
                .add(network, name -> "module.base_encoder." + name)
                .add("module.base_encoder.head.0.weight", 5, 64)
                .write(file);
        assertThat(assertBackbone(network).leftOut())
                .contains("module.base_encoder.head.0.weight", "module.momentum_encoder.cls_token");
    }

    @Test
    void leavesOutTheDecoderOfMaeOrReadsItWhole() throws IOException {
        PretrainMethod mae = mae();
        PublishedFile.filled(mae.network());
        new PublishedFile().add(mae.network(), UnaryOperator.identity()).write(file);
        assertThat(assertBackbone(mae.backbone()).leftOut())
                .contains("mask_token", "decoder_pos_embed", "decoder_embed.weight", "decoder_blocks.0.attn.qkv.bias")
                .allMatch(name -> name.startsWith("decoder_") || name.equals("mask_token"));
        assertLoadsAll(mae().network(), mae.network());
    }

    private PretrainMethod mae() {
        return new MaeRecipe(0.75, true, 8, 2, 2)
                .create(new MethodContext(
                        backend,
                        PLAIN,
                        () -> {
                            throw new AssertionError("there are no words in MAE");
                        },
                        0,
                        0,
                        new RunLength(1, 1)));
    }

    private void assertLoadsAll(Module actual, Module expected) throws IOException {
        try (ModelWeights weights = ModelWeights.open(file)) {
            weights.loadAll(actual);
        }
        assertSame(actual, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"decoder.decoder_layers.", "decoder.decoder_encoder.layer."})
    void readsBothNamingsOfTheDecoderOfVitMae(String layers) throws IOException {
        PretrainMethod mae = mae();
        PublishedFile.filled(mae.network());
        UnaryOperator<String> backbone = PublishedFile.huggingFace("vit.");
        new PublishedFile()
                .add(
                        mae.network(),
                        name -> name.startsWith("decoder_") || name.equals("mask_token")
                                ? PublishedFile.huggingFace("")
                                        .apply("decoder." + name)
                                        .replace("decoder.decoder_blocks.", layers)
                                : backbone.apply(name))
                .withSeparateQueries()
                .write(file);
        assertLoadsAll(mae().network(), mae.network());
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void readsBeitByItsOwnNames(RelativePositions relative) throws IOException {
        VitConfig config = BEIT.withVariant(VitVariant.BEIT.withRelativePositions(relative));
        BeitNetwork network = PublishedFile.filled(new BeitNetwork(backend, config, 11));
        new PublishedFile()
                .add(network, PublishedFile::unilm)
                .addLongs("rel_pos_bias.relative_position_index", 5, 5)
                .addLongs("blocks.0.attn.relative_position_index", 5, 5)
                .write(file);
        assertThat(assertBackbone(network.encoder()).leftOut())
                .containsExactlyInAnyOrder("mask_token", "lm_head.weight", "lm_head.bias");
        assertLoadsAll(new BeitNetwork(backend, config, 11), network);
    }

    @ParameterizedTest
    @EnumSource
    void readsClassifiersOfHuggingFace(Pooling pooling) throws IOException {
        VitConfig config = pooling == Pooling.PATCH_MEAN ? BEIT : PLAIN;
        VitConfig published = config.withVariant(config.variant().withLayerNormEps(1e-12));
        VitClassifier classifier = PublishedFile.filled(new VitClassifier(backend, published, pooling, 7));
        String prefix = pooling == Pooling.PATCH_MEAN ? "beit." : "vit.";
        new PublishedFile()
                .add(classifier, PublishedFile.huggingFace(prefix))
                .withSeparateQueries()
                .write(file);
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(weights.library()).isEqualTo("Hugging Face");
            assertThat(weights.pooling()).isEqualTo(pooling);
            assertThat(weights.finetunePooling()).isEqualTo(pooling);
            assertThat(weights.classes()).isEqualTo(7);
            assertThat(weights.config())
                    .as("epsilon of Hugging Face without a config")
                    .isEqualTo(published);
        }
        assertLoadsAll(new VitClassifier(backend, published, pooling, 7), classifier);
    }

    @Test
    void aMaskTokenMeansThatClassifiersSeeThePatches() throws IOException {
        new PublishedFile().add(mae().network(), UnaryOperator.identity()).write(file);
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(weights.finetunePooling()).isEqualTo(Pooling.PATCH_MEAN);
        }
        new PublishedFile().add(filled(PLAIN), UnaryOperator.identity()).write(file);
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(weights.finetunePooling()).isEqualTo(Pooling.CLASS_TOKEN);
        }
    }

    @Test
    void dropsAndAddsKeyBiases() throws IOException {
        VitVariant withoutKeyBias = new VitVariant(true, RelativePositions.NONE, false, 1e-6);
        VisionTransformer with = filled(PLAIN);
        VisionTransformer without = filled(PLAIN.withVariant(withoutKeyBias));
        new PublishedFile().add(without, UnaryOperator.identity()).write(file);
        VisionTransformer target = new VisionTransformer(backend, PLAIN);
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(weights.loadBackbone(target).leftOut()).isEmpty();
        }
        float[] bias = values(target, "blocks.1.attn.qkv.bias");
        assertThat(Arrays.copyOfRange(bias, 0, 64)).isEqualTo(values(without, "blocks.1.attn.q_bias"));
        assertThat(Arrays.copyOfRange(bias, 64, 128)).containsOnly(0f);
        assertThat(Arrays.copyOfRange(bias, 128, 192)).isEqualTo(values(without, "blocks.1.attn.v_bias"));

        new PublishedFile().add(with, UnaryOperator.identity()).write(file);
        VisionTransformer other = new VisionTransformer(backend, PLAIN.withVariant(withoutKeyBias));
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(weights.loadBackbone(other).leftOut()).isEmpty();
        }
        float[] all = values(with, "blocks.0.attn.qkv.bias");
        assertThat(values(other, "blocks.0.attn.q_bias")).isEqualTo(Arrays.copyOfRange(all, 0, 64));
        assertThat(values(other, "blocks.0.attn.v_bias")).isEqualTo(Arrays.copyOfRange(all, 128, 192));
    }

    @Test
    void interpolatesTablesOfBothKindsForAnotherGrid() throws IOException {
        VitVariant both = new VitVariant(true, RelativePositions.SHARED, false, 1e-6);
        VisionTransformer network = filled(PLAIN.withVariant(both));
        new PublishedFile().add(network, UnaryOperator.identity()).write(file);
        VitConfig larger = PLAIN.withVariant(both).withImage(12, 20);
        VisionTransformer target = new VisionTransformer(backend, larger);
        PatchGrid from = new PatchGrid(2, 2);
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(weights.loadBackbone(target).interpolated())
                    .containsExactly(
                            "pos_embed from 2 x 2 to 3 x 5",
                            "rel_pos_bias.relative_position_bias_table from 2 x 2 to 3 x 5");
        }
        assertThat(values(target, "pos_embed"))
                .isEqualTo(new PositionInterpolation(from, larger.grid()).resize(values(network, "pos_embed"), 64));
        String table = "rel_pos_bias.relative_position_bias_table";
        assertThat(values(target, table))
                .isEqualTo(new RelativePositionInterpolation(from, larger.grid()).resize(values(network, table), 1));
    }

    @Test
    void givesEachBlockTheSharedTableOfAnotherGrid() throws IOException {
        VisionTransformer network = filled(BEIT);
        new PublishedFile().add(network, PublishedFile::unilm).write(file);
        VitConfig finetuned = BEIT.withVariant(VitVariant.BEIT.withRelativePositions(RelativePositions.PER_BLOCK))
                .withImage(16, 16);
        VisionTransformer target = new VisionTransformer(backend, finetuned);
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(weights.loadBackbone(target).interpolated())
                    .containsExactlyInAnyOrder(
                            "blocks.0.attn.relative_position_bias_table from 2 x 2 to 4 x 4",
                            "blocks.1.attn.relative_position_bias_table from 2 x 2 to 4 x 4");
        }
        float[] expected = new RelativePositionInterpolation(new PatchGrid(2, 2), new PatchGrid(4, 4))
                .resize(values(network, "rel_pos_bias.relative_position_bias_table"), 1);
        assertThat(values(target, "blocks.0.attn.relative_position_bias_table")).isEqualTo(expected);
        assertThat(values(target, "blocks.1.attn.relative_position_bias_table")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"hidden_size\": 64, \"num_attention_heads\": 4, \"image_size\": [8, 16], \"layer_norm_eps\": 1e-5}",
                "{\"model_args\": {\"embed_dim\": 64, \"num_heads\": 4, \"img_size\": [8, 16]},"
                        + " \"layer_norm_eps\": 1e-5}",
                "{\"num_features\": 64, \"num_attention_heads\": 4, \"layer_norm_eps\": 1e-5,"
                        + " \"pretrained_cfg\": {\"input_size\": [3, 8, 16]}}"
            })
    void readsWhatShapesDoNotTellFromTheConfigBeside(String json) throws IOException {
        VitConfig config = new VitConfig(8, 16, 4, 64, 2, 4, 2, 0).withVariant(VitVariant.PLAIN.withLayerNormEps(1e-5));
        VisionTransformer network = filled(config);
        new PublishedFile().add(network, UnaryOperator.identity()).write(file);
        Files.writeString(file.resolveSibling("config.json"), json);
        assertThat(assertBackbone(network).leftOut()).isEmpty();
    }

    @Test
    void takesThePositionsOfAnImageThatIsNotSquareIfTheBackboneHasAsMany() throws IOException {
        VisionTransformer network = filled(PLAIN.withImage(8, 12));
        new PublishedFile().add(network, UnaryOperator.identity()).write(file);
        VisionTransformer target = new VisionTransformer(backend, PLAIN.withImage(8, 12));
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(weights.loadBackbone(target).interpolated()).isEmpty();
        }
        assertSame(target, network);
    }
}
