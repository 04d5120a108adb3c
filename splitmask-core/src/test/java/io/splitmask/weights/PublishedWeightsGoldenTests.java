package io.splitmask.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.io.WeightsFile;
import io.splitmask.io.WeightsFiles;
import io.splitmask.loss.CrossEntropy;
import io.splitmask.masking.PatchMask;
import io.splitmask.method.beit.BeitNetwork;
import io.splitmask.nn.Linear;
import io.splitmask.nn.RelativePositionBias;
import io.splitmask.nn.RelativePositions;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.tck.golden.GoldenCase;
import io.splitmask.tck.golden.GoldenTensors;
import io.splitmask.tck.golden.GoldenTests;
import io.splitmask.tensor.Tensor;
import io.splitmask.train.LoadReport;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of other libraries: the network is made from the file alone and gives the outputs of its library. */
abstract class PublishedWeightsGoldenTests extends GoldenTests {
    private static final String SAFETENSORS = "model.safetensors";
    /** Half an ulp of bfloat16, the coarser of the two half-precision types, relative to a number. */
    private static final double HALF_PRECISION = 1.0 / 256;

    /** A check that reads the files of a case. */
    private interface Check {
        void of(GoldenCase golden, Backend backend, Path folder) throws IOException;
    }

    private Stream<DynamicNode> cases(String prefix, Path folder, Check check) {
        return family(prefix, (golden, backend) -> {
            try {
                Path files = Files.createDirectory(folder.resolve(golden.name()));
                golden.copyFiles(files);
                check.of(golden, backend, files);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @TestFactory
    Stream<DynamicNode> timm(@TempDir Path folder) {
        return cases("interop_timm_vit", folder, (golden, backend, files) -> {
            List<Path> checkpoints = checkpoints(files);
            assertThat(checkpoints).isNotEmpty();
            for (Path checkpoint : checkpoints) {
                checkTimm(golden, backend, checkpoint);
            }
        });
    }

    private static List<Path> checkpoints(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static void checkTimm(GoldenCase golden, Backend backend, Path checkpoint) throws IOException {
        try (ModelWeights weights = ModelWeights.open(checkpoint)) {
            VitConfig config = weights.config();
            checkSizes(config, golden.config());
            assertThat(weights.library()).isEqualTo("timm");
            VitClassifier classifier = new VitClassifier(backend, config, weights.pooling(), weights.classes());
            weights.loadAll(classifier);
            if (checkpoint.endsWith("half.pth")) {
                checkHalfPrecision(classifier, checkpoint.resolveSibling(SAFETENSORS));
                return;
            }
            Tensor images = GoldenTensors.floats(backend, golden, "in/images");
            GoldenTensors.check(golden, "out/features", classifier.backbone().forward(images));
            GoldenTensors.check(golden, "out/logits", classifier.forward(images));
        }
    }

    private static void checkSizes(VitConfig config, JsonNode expected) {
        assertThat(config.imageHeight())
                .isEqualTo(expected.path("img_size").path(0).intValue());
        assertThat(config.imageWidth())
                .isEqualTo(expected.path("img_size").path(1).intValue());
        assertThat(config.patchSize()).isEqualTo(expected.path("patch_size").intValue());
        assertThat(config.width()).isEqualTo(expected.path("embed_dim").intValue());
        assertThat(config.depth()).isEqualTo(expected.path("depth").intValue());
        assertThat(config.heads()).isEqualTo(expected.path("num_heads").intValue());
        assertThat(config.layerScale()).isEqualTo(expected.path("init_values").doubleValue());
    }

    private static void checkHalfPrecision(VitClassifier classifier, Path exact) throws IOException {
        try (WeightsFile file = WeightsFiles.open(exact)) {
            for (var entry : classifier.parameters().entrySet()) {
                float[] actual = entry.getValue().toFloats();
                float[] expected = file.floats(entry.getKey());
                for (int i = 0; i < expected.length; i++) {
                    double tolerance = HALF_PRECISION * Math.abs(expected[i]) + 1e-7;
                    assertThat((double) actual[i]).as(entry.getKey()).isCloseTo(expected[i], within(tolerance));
                }
            }
        }
    }

    @TestFactory
    Stream<DynamicNode> huggingFaceVit(@TempDir Path folder) {
        return cases("interop_hf_vit", folder, (golden, backend, files) -> {
            if (golden.hasTensor("out/pooler_output")) {
                checkVit(golden, backend, files.resolve(SAFETENSORS));
            }
        });
    }

    private static void checkVit(GoldenCase golden, Backend backend, Path checkpoint) throws IOException {
        try (ModelWeights weights = ModelWeights.open(checkpoint);
                WeightsFile file = WeightsFiles.open(checkpoint)) {
            VisionTransformer network = new VisionTransformer(backend, weights.config());
            assertThat(weights.loadBackbone(network).leftOut())
                    .containsExactlyInAnyOrder("pooler.dense.weight", "pooler.dense.bias");
            Tensor hidden = network.forward(GoldenTensors.floats(backend, golden, "in/images"));
            GoldenTensors.check(golden, "out/last_hidden_state", hidden);
            int width = network.config().width();
            Linear pooler = new Linear(backend, width, width);
            pooler.weight().assign(file.floats("pooler.dense.weight"));
            pooler.bias().assign(file.floats("pooler.dense.bias"));
            GoldenTensors.check(
                    golden,
                    "out/pooler_output",
                    pooler.forward(VisionTransformer.classToken(hidden)).tanh());
        }
    }

    @TestFactory
    Stream<DynamicNode> huggingFaceBeit(@TempDir Path folder) {
        return cases("interop_hf_beit", folder, (golden, backend, files) -> {
            try (ModelWeights weights = ModelWeights.open(files.resolve(SAFETENSORS))) {
                VitConfig config = weights.config();
                int vocabulary = golden.config().path("vocab").intValue();
                BeitNetwork network = new BeitNetwork(backend, config, vocabulary);
                weights.loadAll(network);
                checkBeit(golden, network);
                if (config.variant().relativePositions() == RelativePositions.SHARED) {
                    checkTablesPerBlock(golden, network, weights);
                }
            }
        });
    }

    private static void checkBeit(GoldenCase golden, BeitNetwork network) {
        VisionTransformer encoder = network.encoder();
        Tensor images = GoldenTensors.floats(network.backend(), golden, "in/images");
        golden.assertTensor(
                "in/relative_position_index",
                RelativePositionBias.index(encoder.config().grid()));
        GoldenTensors.check(
                golden,
                "out/relative_position_bias.0",
                encoder.relativePositionBias(0).orElseThrow());
        PatchMask mask = mask(golden);
        Tensor hidden = encoder.encodeWithoutNorm(network.embed(images, mask), List.of());
        GoldenTensors.check(golden, "out/last_hidden_state", hidden);
        GoldenTensors.check(golden, "out/logits", patchLogits(network, encoder.normalise(hidden)));
        GoldenTensors.check(golden, "out/logits_unmasked", patchLogits(network, encoder.forward(images)));
        int[] labels = golden.tensor("in/labels").ints();
        Tensor rows = network.encodeMasked(images, mask, List.of());
        golden.assertScalar("loss", network.lmHead().loss(rows, labels).item());
        Tensor target = Tensor.ofInts(network.backend(), labels, labels.length);
        golden.assertScalar(
                "loss", CrossEntropy.of(network.lmHead().logits(rows), target).item());
    }

    private static Tensor patchLogits(BeitNetwork network, Tensor encoded) {
        return network.lmHead().logits(encoded.slice(1, 1, encoded.dim(1)));
    }

    private static PatchMask mask(GoldenCase golden) {
        int[] masked = golden.tensor("in/bool_masked_pos").ints();
        int patches = golden.tensor("in/bool_masked_pos").shape().dim(1);
        int[] counts = new int[masked.length / patches];
        IntStream.range(0, masked.length).forEach(i -> counts[i / patches] += masked[i]);
        int[] positions = IntStream.range(0, masked.length)
                .filter(i -> masked[i] == 1)
                .map(i -> i % patches)
                .toArray();
        return new PatchMask(patches, counts, positions);
    }

    /** As for fine-tuning: every block gets the table that all shared, and gives the same. */
    private static void checkTablesPerBlock(GoldenCase golden, BeitNetwork network, ModelWeights weights)
            throws IOException {
        VitConfig shared = network.encoder().config();
        VisionTransformer perBlock = new VisionTransformer(
                network.backend(),
                shared.withVariant(shared.variant().withRelativePositions(RelativePositions.PER_BLOCK)));
        LoadReport report = weights.loadBackbone(perBlock);
        assertThat(report.leftOut())
                .containsExactlyInAnyOrder("beit.embeddings.mask_token", "lm_head.weight", "lm_head.bias");
        Tensor images = GoldenTensors.floats(network.backend(), golden, "in/images");
        assertThat(perBlock.forward(images).toFloats())
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(network.encoder().forward(images).toFloats());
    }
}
