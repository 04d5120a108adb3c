package io.splitmask.method.mae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.MethodEntry;
import io.splitmask.method.Methods;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.SinCosPositions;
import io.splitmask.optim.WeightDecayRule;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaeTest {
    private static final VitConfig CONFIG = new VitConfig(8, 8, 2, 8, 1, 2, 2, 0);
    private static final MaeRecipe RECIPE = new MaeRecipe(0.75, true, 4, 1, 1);

    private final Backend backend =
            new CheckedBackend(Backends.open(ReferenceBackendProvider.NAME, BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    @Test
    void sortsPatchesByNoiseAndHidesTheLast() {
        float[] noise = {0.4f, 0.1f, 0.3f, 0.2f, 0.5f, /* second image */ 0.5f, 0.4f, 0.3f, 0.2f, 0.1f};
        MaeMask mask = MaeMask.of(noise, 2, 0.5);
        assertThat(mask.seen()).as("floor(5 * 0.5) patches").containsExactly(1, 3, 4, 3);
        assertThat(mask.hidden()).containsExactly(2, 0, 4, 2, 1, 0);
        assertThat(mask.restore()).containsExactly(3, 0, 2, 1, 4, 4, 3, 2, 1, 0);
    }

    @Test
    void drawsEveryPatchEquallyOften() {
        int[] seen = new int[16];
        MaeMask mask = MaeMask.draw(4000, 16, 0.75, SplittableSeed.of(5).child("masks").stream());
        assertThat(mask.seen()).hasSize(4000 * 4);
        Arrays.stream(mask.seen()).forEach(patch -> seen[patch]++);
        // 1000 expected, standard deviation 27.
        assertThat(Arrays.stream(seen)).allSatisfy(count -> assertThat(count).isBetween(870, 1130));
    }

    @Test
    void rejectsShareThatLeavesNoPatch() {
        assertThatThrownBy(() -> MaeMask.of(new float[4], 1, 0.8))
                .hasMessage("mae: expected a maskRatio that leaves a patch of 4 seen and one hidden, got 0.8;"
                        + " use more patches (larger images or smaller patches)");
        assertThatThrownBy(() -> new MaeRecipe(1, true, 6, 0, 4))
                .hasMessage("MaeRecipe: expected maskRatio above 0 and below 1, got 1.0; expected decoderWidth as a"
                        + " multiple of 4, got 6; expected decoderDepth >= 1, got 0; expected decoderHeads to divide"
                        + " decoderWidth 6, got 4");
        assertThatThrownBy(() -> new Mae(backend, new VitConfig(8, 8, 2, 6, 1, 2, 2, 0), RECIPE, 0))
                .hasMessage("mae: expected a width that 4 divides, for sine-cosine positions, got 6");
    }

    @Test
    void targetsStandInTheOrderRowColumnChannel() {
        float[] pixels = new float[3 * 2 * 4];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i;
        }
        Tensor targets = MaeTargets.pixels(Tensor.of(backend, pixels, 1, 3, 2, 4), 2);
        assertThat(targets.shape().toArray()).containsExactly(1, 2, 12);
        assertThat(targets.toFloats())
                .containsExactly(0, 8, 16, 1, 9, 17, 4, 12, 20, 5, 13, 21, 2, 10, 18, 3, 11, 19, 6, 14, 22, 7, 15, 23);
    }

    @Test
    void normalisedTargetsHaveUnbiasedVarianceOne() {
        Tensor targets = MaeTargets.normalised(Tensor.of(backend, new float[] {1, 2, 3, 6, 7, 7, 7, 7}, 1, 2, 4));
        // Mean 3, squares 4 + 1 + 0 + 9 over 3.
        double deviation = Math.sqrt(14.0 / 3 + 1e-6);
        float[] values = targets.toFloats();
        assertThat(values[0]).isCloseTo((float) (-2 / deviation), within(1e-6f));
        assertThat(values[3]).isCloseTo((float) (3 / deviation), within(1e-6f));
        assertThat(Arrays.copyOfRange(values, 4, 8)).as("a flat patch").containsOnly(0f);
    }

    @Test
    void positionsAreFixedAndTokensDecayed() {
        Mae mae = new Mae(backend, CONFIG, RECIPE, 0);
        mae.initialise(SplittableSeed.of(1));
        assertThat(mae.network().parameters()).containsKeys("pos_embed", "decoder_pos_embed");
        assertThat(mae.network().parameters().keySet().stream().filter(name -> mae.frozenSteps(name) > 0))
                .containsExactlyInAnyOrder("pos_embed", "decoder_pos_embed");
        WeightDecayRule decay = mae.weightDecayRule();
        assertThat(decay.decays("cls_token", 3)).isTrue();
        assertThat(decay.decays("mask_token", 3)).isTrue();
        assertThat(decay.decays("decoder_embed.bias", 1)).isFalse();
        assertThat(values(mae, "pos_embed"))
                .containsExactly(SinCosPositions.table(CONFIG.grid(), 8, SinCosPositions.Order.COLUMN_FIRST));
        assertThat(values(mae, "decoder_pos_embed"))
                .containsExactly(SinCosPositions.table(CONFIG.grid(), 4, SinCosPositions.Order.COLUMN_FIRST));
        assertThat(values(mae, "norm.weight")).containsOnly(1f);
        double bound = Math.sqrt(6.0 / (4 + 8));
        assertThat(IntStream.range(0, 32).mapToDouble(i -> Math.abs(values(mae, "decoder_embed.weight")[i])))
                .allSatisfy(size -> assertThat(size).isBetween(0.0, bound))
                .anySatisfy(size -> assertThat(size).isGreaterThan(bound / 2));
    }

    private static float[] values(Mae mae, String name) {
        return Objects.requireNonNull(mae.network().parameters().get(name), name)
                .toFloats();
    }

    @Test
    void settingsChangeByName() {
        MethodEntry entry = new MethodCatalogue(Methods.known()).entry("mae");
        assertThat(entry.recipe(Map.of("decoderWidth", "64", "decoderDepth", "2", "decoderHeads", "2")))
                .isEqualTo(MaeRecipe.SMALL);
        assertThat(entry.training().updates()).isEqualTo(800L * 312);
        assertThat(entry.training().optimizer().learningRate()).isEqualTo(1.5e-4 * 4096 / 256);
    }
}
