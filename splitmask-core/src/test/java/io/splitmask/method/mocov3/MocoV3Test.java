package io.splitmask.method.mocov3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.data.Batch;
import io.splitmask.data.View;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.PretrainMethod;
import io.splitmask.method.RunLength;
import io.splitmask.method.Step;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.SinCosPositions;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MocoV3Test {
    private static final VitConfig CONFIG = new VitConfig(8, 8, 4, 8, 2, 2, 2, 0);
    private static final MocoV3Recipe RECIPE = new MocoV3Recipe(12, 6, 0.2, 0.9);
    private static final RunLength LENGTH = new RunLength(10, 5);

    private final Backend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();
    private final MocoV3 method = method();

    private MocoV3 method() {
        MocoV3 made = new MocoV3(backend, CONFIG, RECIPE, LENGTH, 0);
        made.initialise(SplittableSeed.of(1));
        made.afterInitialise();
        return made;
    }

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    private static float[] pixels(long seed) {
        RandomStream random = SplittableSeed.of(seed).stream();
        float[] pixels = new float[3 * 3 * 8 * 8];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return pixels;
    }

    private Tensor view(long seed) {
        return Tensor.of(backend, pixels(seed), 3, 3, 8, 8);
    }

    private static float[] values(Module module, String name) {
        return Objects.requireNonNull(module.parameters().get(name), name).toFloats();
    }

    private void assertLargest(String name, double bound) {
        float most = 0;
        for (float value : values(method.network(), name)) {
            most = Math.max(most, Math.abs(value));
        }
        assertThat(most).as(name).isBetween((float) (0.7 * bound), (float) bound);
    }

    /** Recipes, section 1.4. */
    @Test
    void initialValuesAreThoseOfThePublishedCode() {
        assertLargest("base_encoder.blocks.0.attn.qkv.weight", Math.sqrt(6.0 / (8 + 8)));
        assertLargest("base_encoder.blocks.0.mlp.fc1.weight", Math.sqrt(6.0 / (8 + 16)));
        assertLargest("base_encoder.patch_embed.proj.weight", Math.sqrt(6.0 / (3 * 4 * 4 + 8)));
        assertLargest("base_encoder.head.0.weight", 1 / Math.sqrt(8));
        assertLargest("predictor.3.weight", 1 / Math.sqrt(12));
        assertThat(values(method.network(), "base_encoder.patch_embed.proj.bias"))
                .containsOnly(0f);
        assertThat(values(method.network(), "base_encoder.head.1.weight")).containsOnly(1f);
        assertThat(values(method.network(), "base_encoder.cls_token"))
                .doesNotContain(0f)
                .satisfies(token -> assertThat(token[0]).isCloseTo(0, within(1e-5f)));
        assertThat(values(method.network(), "base_encoder.pos_embed"))
                .isEqualTo(SinCosPositions.table(CONFIG.grid(), 8, SinCosPositions.Order.ROW_FIRST));
    }

    @Test
    void momentumEncoderStartsEqualToTheBaseEncoder() {
        method.momentumEncoder().parameters().forEach((name, parameter) -> assertThat(parameter.toFloats())
                .as(name)
                .isEqualTo(values(method.network(), "base_encoder." + name)));
    }

    @Test
    void momentumEncoderMovesBeforeTheKeysWithAMomentumThatRisesToOne() {
        Parameter base = Objects.requireNonNull(method.network().parameters().get("base_encoder.norm.bias"));
        Parameter average =
                Objects.requireNonNull(method.momentumEncoder().parameters().get("norm.bias"));
        for (long step : new long[] {0, 3, 5, 9}) {
            base.assign(new float[] {1, 1, 1, 1, 1, 1, 1, 1});
            average.assign(new float[8]);
            MocoViews views = method.views(view(1), view(2), List.of(), step);
            assertThat(views.key1().dim(0)).isEqualTo(3);
            double momentum = 1 - 0.1 * (1 + Math.cos(Math.PI * step / 10)) / 2;
            assertThat(average.toFloats()[2]).as("step %d", step).isCloseTo((float) (1 - momentum), within(1e-6f));
        }
    }

    @Test
    void patchProjectionAndPositionsAreNeverTrained() {
        assertThat(method.network().parameters().keySet().stream()
                        .filter(name -> method.frozenSteps(name) == PretrainMethod.NEVER_TRAINED))
                .containsExactlyInAnyOrder(
                        "base_encoder.pos_embed",
                        "base_encoder.patch_embed.proj.weight",
                        "base_encoder.patch_embed.proj.bias");
        assertThat(method.network().parameters().keySet().stream().filter(name -> method.frozenSteps(name) == 0))
                .hasSize(method.network().parameters().size() - 3);
    }

    @Test
    void stateHoldsParametersAndStatisticsOfTheMomentumEncoder() {
        assertThat(method.state())
                .hasSize(method.momentumEncoder().parameters().size()
                        + method.momentumEncoder().statistics().size())
                .containsKeys("momentum_encoder.pos_embed", "momentum_encoder.head.7.running_var");
    }

    @Test
    void needsTwoViewsAndAWidthForThePositions() {
        List<View> one = List.of(View.of(8, pixels(1)));
        ImageBatch batch = new ImageBatch(backend, new Batch(one, new int[3], new int[3]));
        assertThatThrownBy(() -> method.loss(batch, new Step(0, SplittableSeed.of(1))))
                .hasMessage("mocov3: expected two views of every image, got 1");
        VitConfig odd = new VitConfig(8, 8, 4, 6, 1, 2, 2, 0);
        assertThatThrownBy(() -> new MocoV3(backend, odd, RECIPE, LENGTH, 0))
                .hasMessage("MocoV3: expected width as a multiple of 4 for sine-cosine positions, got 6");
        assertThatThrownBy(() -> new MocoV3Recipe(0, 0, 0, 2))
                .hasMessageContainingAll("hiddenWidth", "outputWidth", "temperature", "momentum from 0 to 1");
    }
}
