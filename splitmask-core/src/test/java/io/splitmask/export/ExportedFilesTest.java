package io.splitmask.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.splitmask.io.SafetensorsFile;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.golden.GoldenCase;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, values and descriptions beside those that the other libraries wrote themselves. */
class ExportedFilesTest {
    private static final Preprocessing PREPROCESSING =
            new Preprocessing(0.875, List.of(0.5, 0.4, 0.3), List.of(0.1, 0.2, 0.3));

    private final Path theirs;
    private final Path ours;
    private final Backend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();

    ExportedFilesTest(@TempDir Path temporary) throws IOException {
        theirs = Files.createDirectory(temporary.resolve("theirs"));
        ours = temporary.resolve("ours");
    }

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    private TrainedNetwork published(String golden) throws IOException {
        GoldenCase.named(golden).copyFiles(theirs);
        try (ModelWeights weights = ModelWeights.open(theirs.resolve("model.safetensors"))) {
            return TrainedNetwork.load(backend, weights, PREPROCESSING, List.of());
        }
    }

    /**
     * Compares all tensors of our file.
     *
     * @param name gives that in their file
     * @return what only their file has
     */
    private Set<String> assertSameTensors(UnaryOperator<String> name) throws IOException {
        try (SafetensorsFile expected = SafetensorsFile.open(theirs.resolve("model.safetensors"));
                SafetensorsFile actual = SafetensorsFile.open(ours.resolve("model.safetensors"))) {
            Set<String> missing = new TreeSet<>(expected.names());
            for (String of : actual.names()) {
                String twin = name.apply(of);
                assertThat(missing.remove(twin)).as(twin).isTrue();
                assertThat(actual.shape(of)).as(of).isEqualTo(expected.shape(twin));
                assertThat(actual.type(of)).as(of).isEqualTo(expected.type(twin));
                if (actual.type(of).isFloating()) {
                    assertThat(actual.floats(of)).as(of).isEqualTo(expected.floats(twin));
                } else {
                    assertThat(actual.longs(of)).as(of).isEqualTo(expected.longs(twin));
                }
            }
            return missing;
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(file));
    }

    private JsonNode assertSameConfig(String... except) throws IOException {
        JsonNode expected = json(theirs.resolve("config.json"));
        JsonNode actual = json(ours.resolve("config.json"));
        for (Iterator<Map.Entry<String, JsonNode>> fields = actual.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (expected.has(field.getKey()) && !List.of(except).contains(field.getKey())) {
                assertThat(field.getValue()).as(field.getKey()).isEqualTo(expected.get(field.getKey()));
            }
        }
        return actual;
    }

    @ParameterizedTest
    @ValueSource(strings = {"interop_timm_vit", "interop_timm_vit_avg"})
    void timmsOwnFilesComeOutAsTheyWere(String golden) throws IOException {
        TimmExport.write(published(golden), ours);
        assertThat(assertSameTensors(UnaryOperator.identity())).isEmpty();
        JsonNode config = assertSameConfig("architecture", "model_args");
        json(theirs.resolve("config.json")).path("model_args").fields().forEachRemaining(field -> {
            JsonNode value = config.path("model_args").get(field.getKey());
            assertThat(value == null ? NullNode.getInstance() : value)
                    .as(field.getKey())
                    .isEqualTo(field.getValue());
        });
    }

    @Test
    void huggingFacesVitComesOutAsItWas() throws IOException {
        HuggingFaceExport.write(published("interop_hf_vit"), ours);
        assertThat(assertSameTensors(UnaryOperator.identity()))
                .containsExactly("pooler.dense.bias", "pooler.dense.weight");
        assertSameConfig();
    }

    @ParameterizedTest
    @ValueSource(strings = {"interop_hf_beit_shared", "interop_hf_beit_layer"})
    void huggingFacesBeitComesOutAsItWasButForItsWordHead(String golden) throws IOException {
        HuggingFaceExport.write(published(golden), ours);
        assertThat(assertSameTensors(name -> name.startsWith("layernorm.") ? name : "beit." + name))
                .containsExactly("beit.embeddings.mask_token", "lm_head.bias", "lm_head.weight");
        assertSameConfig("architectures", "use_mean_pooling", "use_mask_token");
    }

    @Test
    void classesHaveNamesAndImagesAPreparation() throws IOException {
        VitConfig config = new VitConfig(16, 16, 4, 24, 1, 3, 2, 0);
        VitClassifier classifier = new VitClassifier(backend, config, Pooling.CLASS_TOKEN, 2);
        TrainedNetwork network = TrainedNetwork.of(classifier, PREPROCESSING, List.of("cat", "a \"dog\""));
        HuggingFaceExport.write(network, ours);
        JsonNode description = json(ours.resolve("config.json"));
        assertThat(description.path("architectures").path(0).asText()).isEqualTo("ViTForImageClassification");
        assertThat(description.path("id2label").path("1").asText()).isEqualTo("a \"dog\"");
        assertThat(description.path("label2id").path("cat").asInt(-1)).isZero();
        JsonNode steps = json(ours.resolve("preprocessor_config.json"));
        assertThat(steps.path("size").path("shortest_edge").asInt()).isEqualTo(18);
        assertThat(steps.path("crop_size").path("width").asInt()).isEqualTo(16);
        assertThat(steps.path("image_mean")).hasToString("[0.5,0.4,0.3]");

        TimmExport.write(network, ours);
        JsonNode timm = json(ours.resolve("config.json"));
        assertThat(timm.path("num_classes").asInt()).isEqualTo(2);
        assertThat(timm.path("global_pool").asText()).isEqualTo("token");
        assertThat(timm.path("label_names")).hasToString("[\"cat\",\"a \\\"dog\\\"\"]");
        assertThat(timm.path("pretrained_cfg").path("crop_pct").asDouble()).isEqualTo(0.875);
    }

    @Test
    void theTensorsAloneGoIntoOneFile() throws IOException {
        VitConfig config = new VitConfig(16, 16, 4, 64, 1, 1, 2, 0);
        VisionTransformer backbone = new VisionTransformer(backend, config);
        Path file = Files.createDirectory(ours).resolve("backbone.safetensors");
        TimmExport.writeWeights(TrainedNetwork.of(backbone, PREPROCESSING), file);
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(weights.config()).isEqualTo(config);
            assertThat(weights.library()).isEqualTo("timm");
        }
    }
}
