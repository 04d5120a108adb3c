package io.splitmask.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.OnReference;
import io.splitmask.nn.init.Normal;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Relative positions, attention without key bias, and networks without absolute positions. */
class VitVariantTest extends OnReference {
    /** A grid of 2 x 3 patches. */
    private static final VitConfig PLAIN = new VitConfig(16, 24, 8, 12, 2, 3, 2, 0);

    private static final VitConfig BEIT = PLAIN.withVariant(VitVariant.BEIT).withLayerScale(0.1);

    private VisionTransformer network(VitConfig config) {
        VisionTransformer network = new VisionTransformer(backend, config);
        network.parameters()
                .forEach((name, parameter) -> parameter.assign(
                        new Normal(0.5).values(parameter.shape(), SplittableSeed.of(3).child(name).stream())));
        return network;
    }

    private Tensor images() {
        Shape shape = Shape.of(2, 3, 16, 24);
        return Tensor.of(backend, new Normal(1).values(shape, SplittableSeed.of(4).stream()), shape.toArray());
    }

    private static Parameter parameter(VisionTransformer network, String name) {
        return Objects.requireNonNull(network.parameters().get(name), name);
    }

    @Test
    void parametersHaveTheNamesOfTheOriginalCode() {
        assertThat(network(BEIT).parameters())
                .containsKeys(
                        "rel_pos_bias.relative_position_bias_table",
                        "blocks.0.attn.qkv.weight",
                        "blocks.0.attn.q_bias",
                        "blocks.1.attn.v_bias")
                .doesNotContainKeys("pos_embed", "blocks.0.attn.qkv.bias", "blocks.0.attn.k_bias");
        VitVariant perBlock = VitVariant.BEIT.withRelativePositions(RelativePositions.PER_BLOCK);
        assertThat(network(BEIT.withVariant(perBlock)).parameters())
                .containsKeys(
                        "blocks.0.attn.relative_position_bias_table", "blocks.1.attn.relative_position_bias_table")
                .doesNotContainKey("rel_pos_bias.relative_position_bias_table");
    }

    @Test
    void pairsOfTokensMustBeCountable() {
        PatchGrid grid = new PatchGrid(300, 300);
        assertThatThrownBy(() -> RelativePositionBias.index(grid))
                .isInstanceOf(ShapeException.class)
                .hasMessage("relativePositionBias: expected at most 46340 tokens, of which all pairs have an entry, got"
                        + " 90001; use smaller images or larger patches");
        VitConfig config = BEIT.withImage(2400, 2400);
        assertThatThrownBy(() -> new VisionTransformer(backend, config))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("46340 tokens");
    }

    @ParameterizedTest
    @EnumSource
    void parametersAreCounted(RelativePositions relative) {
        VitConfig config = BEIT.withVariant(VitVariant.BEIT.withRelativePositions(relative));
        assertThat(network(config).parameterCount()).isEqualTo(config.numParameters());
        VitConfig both = PLAIN.withVariant(VitVariant.PLAIN.withRelativePositions(relative));
        assertThat(network(both).parameterCount()).isEqualTo(both.numParameters());
    }

    /** Worked out by hand for patches 0 1 2 above 3 4 5. */
    @Test
    void offsetsHaveTheRowsOfTheFormula() {
        PatchGrid grid = new PatchGrid(2, 3);
        int[] index = RelativePositionBias.index(grid);
        assertThat(RelativePositionBias.rows(grid)).isEqualTo(3 * 5 + 3);
        assertThat(Arrays.copyOfRange(index, 0, 7)).containsExactly(17, 15, 15, 15, 15, 15, 15);
        assertThat(Arrays.copyOfRange(index, 7, 14)).containsExactly(16, 7, 6, 5, 2, 1, 0);
        assertThat(Arrays.copyOfRange(index, 28, 35)).containsExactly(16, 12, 11, 10, 7, 6, 5);
        assertThat(Arrays.stream(index).distinct()).hasSize(18);
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aBiasOfZeroChangesNothing(RelativePositions relative) {
        VisionTransformer plain = network(PLAIN);
        VisionTransformer biased = network(PLAIN.withVariant(VitVariant.PLAIN.withRelativePositions(relative)));
        biased.parameters().forEach((name, parameter) -> {
            if (name.endsWith(RelativePositionBias.TABLE)) {
                parameter.assign(new float[parameter.shape().intSize()]);
            }
        });
        assertThat(biased.forward(images()).toFloats())
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(plain.forward(images()).toFloats());
    }

    @Test
    void aLargeBiasDecidesWhereAttentionGoes() {
        VisionTransformer network = network(BEIT);
        Parameter table = parameter(network, "rel_pos_bias.relative_position_bias_table");
        float[] values = new float[table.shape().intSize()];
        // Every patch looks at its left neighbour, if it has one; offset (0, +1) of query minus key, head 1.
        values[(1 * 5 + 3) * 3 + 1] = 1000;
        table.assign(values);
        Tensor x = network.embed(images());
        float[] weights = network.attentionWeights(0, x)
                .slice(1, 1, 2)
                .slice(0, 0, 1)
                .reshape(7, 7)
                .toFloats();
        for (int query : new int[] {1, 2, 4, 5}) {
            assertThat(weights[(1 + query) * 7 + query]).isCloseTo(1, within(1e-6f));
        }
        assertThat(weights[0]).isLessThan(1);
        assertThat(network.relativePositionBias(1).orElseThrow().shape()).isEqualTo(Shape.of(3, 7, 7));
        assertThat(network(PLAIN).relativePositionBias(0)).isEmpty();
    }

    /** A bias of the keys adds the same to all scores of a query. */
    @Test
    void theBiasOfKeysChangesNothing() {
        VitVariant withoutKeyBias = new VitVariant(true, RelativePositions.NONE, false, 1e-6);
        VisionTransformer without = network(PLAIN.withVariant(withoutKeyBias));
        VisionTransformer with = network(PLAIN);
        for (int i = 0; i < PLAIN.depth(); i++) {
            String attention = "blocks." + i + ".attn.";
            float[] all = parameter(with, attention + "qkv.bias").toFloats();
            parameter(without, attention + "q_bias").assign(Arrays.copyOfRange(all, 0, 12));
            parameter(without, attention + "v_bias").assign(Arrays.copyOfRange(all, 24, 36));
        }
        assertThat(without.forward(images()).toFloats())
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(with.forward(images()).toFloats());
    }

    @Test
    void withoutAnyPositionsTheOrderOfPatchesDoesNotMatter() {
        VitVariant none = new VitVariant(false, RelativePositions.NONE, true, 1e-6);
        VisionTransformer network = network(PLAIN.withVariant(none));
        Tensor patches = network.embedPatches(images());
        Tensor turned = Tensor.concat(List.of(patches.slice(1, 2, 6), patches.slice(1, 0, 2)), 1);
        Tensor cls =
                network.encode(network.prependClassToken(patches), List.of()).slice(1, 0, 1);
        assertThat(network.encode(network.prependClassToken(turned), List.of())
                        .slice(1, 0, 1)
                        .toFloats())
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(cls.toFloats());
    }

    @Test
    void relativePositionsNeedWholeImages() {
        VisionTransformer network = network(BEIT);
        Tensor part = network.prependClassToken(network.embedPatches(images()).slice(1, 0, 3));
        assertThatThrownBy(() -> network.encode(part, List.of()))
                .isInstanceOf(ShapeException.class)
                .hasMessage("relativePositionBias at rel_pos_bias: expected a class token and all 6 patches, got 4"
                        + " tokens; a network with relative positions sees whole images of one size");
        Tensor whole = network.embed(images());
        assertThatThrownBy(() -> network.blocks().get(0).forward(whole))
                .hasMessageContaining("expected the relative position bias that all blocks share, got none");
    }

    @Test
    void tablesAndBiasesStartAtZero() {
        VisionTransformer network = new VisionTransformer(backend, BEIT);
        WeightInitialisation.BEIT.apply(network, SplittableSeed.of(1));
        assertThat(parameter(network, "rel_pos_bias.relative_position_bias_table")
                        .toFloats())
                .containsOnly(0f);
        assertThat(parameter(network, "blocks.0.attn.q_bias").toFloats()).containsOnly(0f);
    }
}
