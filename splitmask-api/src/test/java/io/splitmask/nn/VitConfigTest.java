package io.splitmask.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VitConfigTest {
    /** Counts of the published networks without a head. */
    @ParameterizedTest
    @CsvSource({"vit_tiny, 5524416", "vit_small, 21665664", "vit_base, 85798656", "vit_large, 303301632"})
    void namedNetworksHaveThePublishedNumberOfParameters(String name, long parameters) {
        VitConfig config = VitConfig.named(name, VitConfig.PAPER_IMAGE_SIZE, VitConfig.PAPER_PATCH_SIZE);
        assertThat(config.numParameters()).isEqualTo(parameters);
        assertThat(config.withLayerScale(0.1).numParameters())
                .isEqualTo(parameters + 2L * config.depth() * config.width());
    }

    @Test
    void shortFormsGiveTheNamedNetworks() {
        assertThat(VitConfig.micro(64, 8)).isEqualTo(new VitConfig(64, 64, 8, 96, 4, 3, 4, 0));
        assertThat(VitConfig.micro(64, 8)).isEqualTo(VitConfig.named("vit_micro", 64, 8));
        assertThat(VitConfig.tiny(64, 8)).isEqualTo(VitConfig.named("vit_tiny", 64, 8));
        assertThat(VitConfig.small(64, 8)).isEqualTo(VitConfig.named("vit_small", 64, 8));
        assertThat(VitConfig.base(64, 8)).isEqualTo(VitConfig.named("vit_base", 64, 8));
        assertThat(VitConfig.large(64, 8)).isEqualTo(VitConfig.named("vit_large", 64, 8));
    }

    @Test
    void sizesFollowFromTheConfiguration() {
        VitConfig config = VitConfig.small(224, 16).withImage(32, 64).withDepth(3);
        assertThat(config.grid()).isEqualTo(new PatchGrid(2, 4));
        assertThat(config.numPatches()).isEqualTo(8);
        assertThat(config.headWidth()).isEqualTo(64);
        assertThat(config.mlpWidth()).isEqualTo(1536);
        assertThat(config.depth()).isEqualTo(3);
        assertThat(config.hasLayerScale()).isFalse();
        assertThat(config.withLayerScale(1e-5).hasLayerScale()).isTrue();
    }

    /** BEiT-base of 224 pixels: the plain count without positions and key biases, with layer scales and one table. */
    @Test
    void namedBeitNetworksHaveTheVariantOfThePublishedWeights() {
        VitConfig base = VitConfig.named("beit_base", 224, 16);
        assertThat(base.variant()).isEqualTo(VitVariant.BEIT);
        assertThat(base.layerScale()).isEqualTo(0.1);
        assertThat(base.numParameters()).isEqualTo(85_798_656 - 197 * 768 - 12 * 768 + 2 * 12 * 768 + 732 * 12);
        VitVariant perBlock = VitVariant.BEIT.withRelativePositions(RelativePositions.PER_BLOCK);
        assertThat(base.withVariant(perBlock).numParameters()).isEqualTo(base.numParameters() + 11 * 732 * 12);
        VitVariant both = VitVariant.BEIT.withAbsolutePositions(true);
        assertThat(base.withVariant(both).numParameters()).isEqualTo(base.numParameters() + 197 * 768);
        assertThat(VitConfig.named("beit_large", 224, 16).layerScale()).isEqualTo(1e-5);
    }

    @Test
    void theWidthOfTheMlpIsRounded() {
        assertThat(new VitConfig(8, 8, 8, 1408, 1, 16, 48 / 11.0, 0).mlpWidth()).isEqualTo(6144);
        assertThat(new VitConfig(8, 8, 8, 1152, 1, 16, 4304 / 1152.0, 0).mlpWidth())
                .isEqualTo(4304);
    }

    @Test
    void reportsAllProblemsAtOnce() {
        assertThatThrownBy(() -> new VitConfig(30, 32, 16, 100, 0, 3, 4, -1))
                .hasMessage("VitConfig: expected depth >= 1, got 0; expected layerScale >= 0, got -1.0;"
                        + " expected image sides that are multiples of patchSize 16, got 30 x 32;"
                        + " expected width as a multiple of heads 3, got 100");
        assertThatThrownBy(() -> new VitConfig(32, 32, 0, 96, 1, 0, 4, 0))
                .hasMessage("VitConfig: expected patchSize >= 1, got 0; expected heads >= 1, got 0");
        assertThatThrownBy(() -> new VitConfig(32, 32, 8, 96, 1, 3, 0.001, 0))
                .hasMessage("VitConfig: expected width times mlpRatio from 1 to 2^31 - 1, got 96 times 0.001");
        assertThatThrownBy(() -> VitVariant.PLAIN.withLayerNormEps(0))
                .hasMessage("VitVariant: expected layerNormEps > 0, got 0.0");
    }

    @Test
    void listsTheKnownNames() {
        assertThatThrownBy(() -> VitConfig.named("vit_smal", 224, 16))
                .hasMessage("unknown model 'vit_smal'; known: vit_micro, vit_tiny, vit_small, vit_base, vit_large,"
                        + " beit_base, beit_large");
    }
}
