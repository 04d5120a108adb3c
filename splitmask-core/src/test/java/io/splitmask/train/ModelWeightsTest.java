package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.io.SafetensorsWriter;
import io.splitmask.io.WeightsException;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.PatchGrid;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.PositionInterpolation;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelWeightsTest {
    private static final VitConfig CONFIG = TinyMethod.CONFIG;

    private final Path file;
    private final Backend backend = TinyRun.reference();
    private final TensorScope scope = TensorScope.open();

    ModelWeightsTest(@TempDir Path folder) {
        file = folder.resolve("weights.safetensors");
    }

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    private VisionTransformer pretrained(VitConfig config) {
        VisionTransformer network = new VisionTransformer(backend, config);
        WeightInitialisation.BEIT.apply(network, SplittableSeed.of(1));
        return network;
    }

    private VisionTransformer written(VitConfig config) throws IOException {
        VisionTransformer network = pretrained(config);
        ModelWeights.write(file, network, config, Map.of("method", "splitmask", "seed", "1"));
        return network;
    }

    private VisionTransformer target(VitConfig config) {
        return new VitClassifier(backend, config, 3).backbone();
    }

    private static float[] values(Module network, String name) {
        return Objects.requireNonNull(network.parameters().get(name), name).toFloats();
    }

    @Test
    void givesBackWeightsAndFacts() throws IOException {
        VisionTransformer network = written(CONFIG);
        VisionTransformer other = new VisionTransformer(backend, CONFIG);
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(weights.config()).isEqualTo(CONFIG);
            assertThat(weights.metadata()).containsEntry("method", "splitmask").containsEntry("seed", "1");
            weights.loadAll(other);
        }
        network.parameters().keySet().forEach(name -> assertThat(values(other, name))
                .isEqualTo(values(network, name)));
    }

    @Test
    void sizesThatAreNotThoseOfTheTensorsAreRefusedBeforeANetworkIsMade() throws IOException {
        VisionTransformer network = pretrained(CONFIG);
        List<VitConfig> others = List.of(
                CONFIG.withDepth(1_000_000),
                CONFIG.withDepth(3),
                new VitConfig(8, 8, 4, 80_000, 2, 2, 2, 0),
                new VitConfig(8, 8, 4, 8, 2, 2, 1e6, 0),
                new VitConfig(8, 8, 8, 8, 2, 2, 2, 0),
                CONFIG.withImage(40_000, 40_000));
        for (VitConfig other : others) {
            ModelWeights.write(file, network, other, Map.of());
            try (ModelWeights weights = ModelWeights.open(file)) {
                assertThatThrownBy(weights::config)
                        .isInstanceOf(WeightsException.class)
                        .hasMessageContainingAll(
                                file.toString(),
                                "expected the sizes of the network in the file as 'vit_config'",
                                "'patch_embed.proj.weight' has [8, 3, 4, 4]");
            }
        }
    }

    @Test
    void sizesThatAreNullAreRefused() throws IOException {
        new SafetensorsWriter()
                .metadata("format", "splitmask-weights")
                .metadata("format_version", "1")
                .metadata("vit_config", "null")
                .write(file);
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThatThrownBy(weights::config)
                    .isInstanceOf(WeightsException.class)
                    .hasMessage(file + ": expected the sizes of the network as 'vit_config' in the metadata, got null");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "null",
                "{}",
                "{\"mean\":[0.5,0.5],\"std\":[0.5,0.5,0.5]}",
                "{\"mean\":[0.5,0.5,0.5],\"std\":[0.5,0,0.5]}",
                "{\"mean\":[0.5,null,0.5],\"std\":[0.5,0.5,0.5]}"
            })
    void pixelStatisticsThatAreNoneAreRefused(String pixels) throws IOException {
        VisionTransformer network = new VisionTransformer(backend, CONFIG);
        ModelWeights.write(file, network, CONFIG, Map.of("pixels", pixels));
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThatThrownBy(weights::pixelStatistics)
                    .isInstanceOf(WeightsException.class)
                    .hasMessageStartingWith(file + ": metadata 'pixels': ");
        }
    }

    @Test
    void classesThatTheHeadDoesNotHaveAreRefusedBeforeANetworkIsMade() throws IOException {
        VitClassifier classifier = new VitClassifier(backend, CONFIG, 3);
        for (String classes : List.of("2000000000", "-1", "three")) {
            ModelWeights.write(file, classifier, CONFIG, Map.of("classes", classes));
            try (ModelWeights weights = ModelWeights.open(file)) {
                assertThatThrownBy(weights::classes)
                        .isInstanceOf(WeightsException.class)
                        .hasMessage(
                                file + ": expected the 3 classes of 'head.weight' as 'classes' in the metadata, got "
                                        + classes);
            }
        }
        written(CONFIG);
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThatThrownBy(weights::classes)
                    .hasMessage(file + ": tensor 'head.weight': expected the head of a classifier [classes, D], got"
                            + " nothing");
        }
    }

    @Test
    void leavesOutTheNormOfPreTraining() throws IOException {
        VisionTransformer network = written(CONFIG);
        VisionTransformer backbone = target(CONFIG);
        try (ModelWeights weights = ModelWeights.open(file)) {
            LoadReport report = weights.loadBackbone(backbone);
            assertThat(report.leftOut()).containsExactlyInAnyOrder("norm.weight", "norm.bias");
            assertThat(report.loaded())
                    .containsExactlyElementsOf(backbone.parameters().keySet());
            assertThat(report.summary()).startsWith(report.loaded().size() + " tensors loaded; left out: norm.");
        }
        for (Map.Entry<String, Parameter> entry : backbone.parameters().entrySet()) {
            assertThat(entry.getValue().toFloats()).isEqualTo(values(network, entry.getKey()));
        }
    }

    @Test
    void interpolatesPositionsOfAnotherGrid() throws IOException {
        VisionTransformer network = written(CONFIG);
        VisionTransformer backbone = target(CONFIG.withImage(12, 16));
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(weights.loadBackbone(backbone).interpolated()).containsExactly("pos_embed from 2 x 2 to 3 x 4");
        }
        float[] expected = new PositionInterpolation(new PatchGrid(2, 2), new PatchGrid(3, 4))
                .resize(values(network, "pos_embed"), CONFIG.width());
        assertThat(values(backbone, "pos_embed")).isEqualTo(expected);
    }

    @Test
    void interpolatesPositionsOfAnotherGridWithAsManyPatches() throws IOException {
        VisionTransformer network = written(CONFIG.withImage(8, 32));
        VisionTransformer backbone = target(CONFIG.withImage(16, 16));
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(weights.loadBackbone(backbone).interpolated()).containsExactly("pos_embed from 2 x 8 to 4 x 4");
        }
        assertThat(values(backbone, "pos_embed")).isNotEqualTo(values(network, "pos_embed"));
    }

    @Test
    void readsFilesOfOtherLibraries() throws IOException {
        VisionTransformer network = pretrained(CONFIG);
        SafetensorsWriter writer = new SafetensorsWriter();
        network.parameters().forEach((name, p) -> writer.addFloats(name, p.shape(), p::toFloats));
        writer.write(file);
        VisionTransformer backbone = target(CONFIG.withImage(12, 12));
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(weights.loadBackbone(backbone).interpolated()).containsExactly("pos_embed from 2 x 2 to 3 x 3");
            assertThatThrownBy(weights::config)
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining(
                            "expected a config.json beside the file to say the number of heads, got none, and the width 8");
        }
    }

    @Test
    void namesWhatIsMissingUnexpectedOrMisshapen() throws IOException {
        VisionTransformer network = written(CONFIG);
        assertThat(network.parameterCount()).isPositive();
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThatThrownBy(() -> weights.loadBackbone(target(CONFIG.withDepth(3))))
                    .hasMessageContainingAll(file.toString(), "missing: blocks.2.norm1.weight, ", "and 4 more");
            assertThatThrownBy(() -> weights.loadBackbone(target(CONFIG.withDepth(1))))
                    .hasMessageContainingAll("unexpected: blocks.1.");
            VitConfig wider = new VitConfig(8, 8, 4, 16, 2, 2, 2, 0);
            assertThatThrownBy(() -> weights.loadBackbone(target(wider)))
                    .hasMessageContainingAll("misshapen: cls_token expected [1, 1, 16], got [1, 1, 8]");
        }
    }

    @Test
    void changesNothingIfTheFileDoesNotFit() throws IOException {
        assertThat(written(CONFIG).parameterCount()).isPositive();
        VisionTransformer deeper = target(CONFIG.withDepth(3));
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThatThrownBy(() -> weights.loadBackbone(deeper)).isInstanceOf(WeightsException.class);
            assertThatThrownBy(() -> weights.loadAll(deeper)).isInstanceOf(WeightsException.class);
        }
        float[] positions = values(deeper, "pos_embed");
        assertThat(positions).isEqualTo(new float[positions.length]);
    }
}
