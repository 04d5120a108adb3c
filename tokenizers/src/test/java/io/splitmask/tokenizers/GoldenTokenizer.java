package io.splitmask.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.nn.PatchEmbedding;
import io.splitmask.spi.Backend;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tck.golden.GoldenCase;
import io.splitmask.tck.golden.GoldenTensors;
import io.splitmask.tck.golden.GoldenTests;
import io.splitmask.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Cases {@code tokenizer*} on one backend. */
abstract class GoldenTokenizer extends GoldenTests {
    private static final String CODEBOOK = "in/codebook_";

    @TestFactory
    Stream<DynamicNode> tokens() {
        return family("tokenizer", GoldenTokenizer::check);
    }

    private static void check(GoldenCase golden, Backend backend) {
        int patchSize = golden.config().path("token_patch_size").intValue();
        Tensor images = GoldenTensors.floats(backend, golden, "in/images_half");
        Tensor patches = PatchEmbedding.patches(images, patchSize);
        GoldenTensors.check(golden, "out/patch_vectors", patches);
        List<String> codebooks = golden.tensorNames(CODEBOOK);
        assertThat(codebooks).as("%s, codebooks", golden).isNotEmpty();
        for (String stored : codebooks) {
            String name = stored.substring(CODEBOOK.length());
            Codebook codebook =
                    Codebook.normalised(patchSize, name, golden.tensor(stored).floats());
            CodebookTokenizer tokenizer = new CodebookTokenizer(backend, codebook);
            GoldenTensors.check(golden, "out/tokens_" + name, tokenizer.tokens(images));
            checkScores(golden, name, patches.matmul(GoldenTensors.floats(backend, golden, stored), MatmulSpec.NT));
        }
    }

    private static void checkScores(GoldenCase golden, String name, Tensor scores) {
        GoldenTensors.check(golden, "out/score_" + name, scores.max(-1));
        float[] all = scores.toFloats();
        int words = scores.dim(-1);
        float[] margins = new float[all.length / words];
        for (int row = 0; row < margins.length; row++) {
            float best = Float.NEGATIVE_INFINITY;
            float second = Float.NEGATIVE_INFINITY;
            for (int i = row * words; i < (row + 1) * words; i++) {
                second = Math.max(second, Math.min(best, all[i]));
                best = Math.max(best, all[i]);
            }
            margins[row] = best - second;
        }
        golden.assertTensor("out/margin_" + name, margins);
    }
}
