package io.splitmask.method.mae;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.spi.Backend;
import io.splitmask.tck.golden.GoldenCase;
import io.splitmask.tck.golden.GoldenTensors;
import io.splitmask.tck.golden.GoldenTests;
import io.splitmask.tensor.Tensor;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** MAE with the weights of a public library against its outputs. */
abstract class MaeGoldenTests extends GoldenTests {
    @TestFactory
    Stream<DynamicNode> agreesWithAPublicImplementation(@TempDir Path folder) {
        return family("interop_hf_vit_mae", (golden, backend) -> {
            try {
                Path files = Files.createDirectory(folder.resolve(golden.name()));
                golden.copyFiles(files);
                check(golden, backend, files);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void check(GoldenCase golden, Backend backend, Path files) throws IOException {
        JsonNode sizes = new ObjectMapper().readTree(Files.readAllBytes(files.resolve("config.json")));
        boolean normalise = golden.config().path("norm_pix_loss").asBoolean();
        Mae mae = published(backend, files, recipe(sizes, normalise));
        Tensor images = GoldenTensors.floats(backend, golden, "in/images");
        int batch = images.dim(0);
        MaeMask mask = MaeMask.of(
                golden.tensor("in/noise").floats(),
                batch,
                golden.config().path("mask_ratio").asDouble());
        golden.assertTensor("out/ids_restore", mask.restore());
        GoldenTensors.check(golden, "out/latent", mae.latent(images, mask, List.of()));
        GoldenTensors.check(golden, "out/logits", mae.paint(images, mask));
        GoldenTensors.check(golden, "out/target", mae.targets(images));
        golden.assertTensor("out/mask", hidden(mask));
        golden.assertScalar("loss", mae.loss(images, mask, List.of()).item());

        Mae other = published(backend, files, recipe(sizes, !normalise));
        golden.assertScalar(
                "loss_norm_pix_" + !normalise,
                other.loss(images, mask, List.of()).item());
    }

    /** 1 where a patch is hidden. */
    private static float[] hidden(MaeMask mask) {
        float[] hidden = new float[mask.restore().length];
        int numHidden = mask.hidden().length / mask.batchSize();
        int numPatches = hidden.length / mask.batchSize();
        for (int i = 0; i < mask.hidden().length; i++) {
            hidden[i / numHidden * numPatches + mask.hidden()[i]] = 1;
        }
        assertThat(mask.seen().length / mask.batchSize() + numHidden).isEqualTo(numPatches);
        return hidden;
    }

    private static Mae published(Backend backend, Path files, MaeRecipe recipe) throws IOException {
        try (ModelWeights weights = ModelWeights.open(files.resolve("model.safetensors"))) {
            Mae mae = new Mae(backend, weights.config(), recipe, 0);
            weights.loadAll(mae.network());
            return mae;
        }
    }

    private static MaeRecipe recipe(JsonNode sizes, boolean normalise) {
        return new MaeRecipe(
                sizes.path("mask_ratio").asDouble(),
                normalise,
                sizes.path("decoder_hidden_size").asInt(),
                sizes.path("decoder_num_hidden_layers").asInt(),
                sizes.path("decoder_num_attention_heads").asInt());
    }
}
