package io.splitmask.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParameterRulesTest {
    @ParameterizedTest
    @CsvSource({
        "blocks.0.attn.qkv.weight, 2, true, true, true",
        "blocks.0.attn.qkv.bias, 1, true, false, false",
        "strange.bias, 2, true, false, false",
        "blocks.0.ls1.gamma, 1, true, false, false",
        "norm.weight, 1, true, false, false",
        "pos_embed, 3, true, true, false",
        "decoder.pos_embed, 3, true, true, false",
        "student.cls_token, 3, true, true, false",
        "mask_token, 3, true, true, true",
        "decoder.mask_token, 3, true, true, true",
        "not_pos_embed, 3, true, true, true"
    })
    void decayRulesAreThoseOfTheMethods(String name, int rank, boolean all, boolean allButVectors, boolean vit) {
        assertThat(WeightDecayRule.ALL.decays(name, rank)).isEqualTo(all);
        assertThat(WeightDecayRule.ALL_BUT_VECTORS.decays(name, rank)).isEqualTo(allButVectors);
        assertThat(WeightDecayRule.VISION_TRANSFORMER.decays(name, rank)).isEqualTo(vit);
    }

    @Test
    void layersAreCountedFromTheInput() {
        LayerDecay decay = new LayerDecay(0.5, 2);
        assertThat(decay.layer("patch_embed.proj.bias")).isZero();
        assertThat(decay.layer("blocks.1.norm1.weight")).isEqualTo(2);
        assertThat(decay.layer("fc_norm.weight")).isEqualTo(3);
        assertThat(decay.layer("decoder.pos_embed")).isEqualTo(3);
        assertThat(decay.multiplier("head.weight")).isEqualTo(1);
        assertThat(decay.multiplier("cls_token")).isEqualTo(0.125);
    }

    @Test
    void rejectsWhatCannotBe() {
        LayerDecay decay = new LayerDecay(0.5, 2);
        assertThatThrownBy(() -> decay.layer("blocks.2.norm1.weight"))
                .hasMessage("LayerDecay: expected a block below depth 2, got 'blocks.2.norm1.weight'");
        assertThatThrownBy(() -> decay.multiplier(4)).hasMessageContaining("from 0 to 3, got 4");
        assertThatThrownBy(() -> new LayerDecay(0, 0)).hasMessageContainingAll("decay above 0", "depth >= 1");
    }
}
