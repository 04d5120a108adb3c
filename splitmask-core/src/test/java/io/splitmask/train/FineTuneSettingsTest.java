package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.recipe.FinetuneRecipe;
import org.junit.jupiter.api.Test;

class FineTuneSettingsTest {
    private static final CheckpointSettings CHECKPOINTS = CheckpointSettings.everySteps(10);

    @Test
    void epochsBecomeSteps() {
        FineTuneSettings settings = FineTuneSettings.of(FinetuneRecipe.SMALL_DATA, 7, CHECKPOINTS, 5);
        assertThat(settings.training().totalSteps()).isEqualTo(2100);
        assertThat(settings.training().warmupSteps()).isEqualTo(420);
        assertThat(settings.training().optimizer()).isEqualTo(FinetuneRecipe.SMALL_DATA.optimizer());
        assertThat(settings.layerDecay()).isEqualTo(0.65);
        assertThat(settings.loss().labelSmoothing()).isEqualTo(0.1);
        assertThat(settings.loss().mix()).isEqualTo(FinetuneRecipe.SMALL_DATA.mix());
    }

    @Test
    void anotherLengthKeepsTheShareOfTheWarmUp() {
        FineTuneSettings settings = FineTuneSettings.ofSteps(FinetuneRecipe.SMALL_DATA, 33, CHECKPOINTS, 5);
        assertThat(settings.training().totalSteps()).isEqualTo(33);
        assertThat(settings.training().warmupSteps()).as("60 of 300").isEqualTo(7);
        assertThat(settings.training().seed()).isEqualTo(5);
    }
}
