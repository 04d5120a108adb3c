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

    @Test
    void reportsAllProblemsAtOnce() {
        assertThatThrownBy(() -> new VitConfig(30, 32, 16, 100, 0, 3, 4, -1))
                .hasMessage("VitConfig: expected depth >= 1, got 0; expected layerScale >= 0, got -1.0;"
                        + " expected image sides that are multiples of patchSize 16, got 30 x 32;"
                        + " expected width as a multiple of heads 3, got 100");
        assertThatThrownBy(() -> new VitConfig(32, 32, 0, 96, 1, 0, 4, 0))
                .hasMessage("VitConfig: expected patchSize >= 1, got 0; expected heads >= 1, got 0");
    }

    @Test
    void listsTheKnownNames() {
        assertThatThrownBy(() -> VitConfig.named("vit_smal", 224, 16))
                .hasMessage("unknown model 'vit_smal'; known: vit_micro, vit_tiny, vit_small, vit_base, vit_large");
    }
}
