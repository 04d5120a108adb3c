package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.method.RunLength;
import io.splitmask.method.dino.Dino;
import io.splitmask.method.dino.DinoRecipe;
import io.splitmask.method.mocov3.MocoV3;
import io.splitmask.method.mocov3.MocoV3Recipe;
import io.splitmask.method.supervised.Classification;
import io.splitmask.nn.VitClassifier;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.recipe.MixRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ParameterGroupsTest {
    private static Map<String, String> rates(List<ParameterGroup> groups) {
        Map<String, String> rates = new TreeMap<>();
        groups.forEach(group -> group.parameters()
                .keySet()
                .forEach(name -> rates.put(name, group.learningRateScale() + " " + group.weightDecayScale())));
        return rates;
    }

    @Test
    void fineTuningScalesByLayerAndLeavesVectorsUndecayed() {
        try (Backend backend = TinyRun.reference();
                TensorScope scope = TensorScope.open()) {
            VitClassifier classifier = new VitClassifier(backend, TinyMethod.CONFIG, 2);
            FineTuneSettings settings = new FineTuneSettings(
                    TinyRun.settings(10, CheckpointSettings.everySteps(5)),
                    new Classification.Settings(0.1, 0.1, MixRecipe.NONE),
                    0.5,
                    0.001,
                    0);
            List<ParameterGroup> groups = new FineTuningTask(classifier, settings, Optional.empty()).parameterGroups();
            assertThat(rates(groups))
                    .containsEntry("cls_token", "0.125 0.0")
                    .containsEntry("pos_embed", "0.125 0.0")
                    .containsEntry("patch_embed.proj.weight", "0.125 1.0")
                    .containsEntry("patch_embed.proj.bias", "0.125 0.0")
                    .containsEntry("blocks.0.attn.qkv.weight", "0.25 1.0")
                    .containsEntry("blocks.0.norm1.weight", "0.25 0.0")
                    .containsEntry("blocks.1.mlp.fc2.weight", "0.5 1.0")
                    .containsEntry("blocks.1.mlp.fc2.bias", "0.5 0.0")
                    .containsEntry("fc_norm.weight", "1.0 0.0")
                    .containsEntry("head.weight", "1.0 1.0")
                    .containsEntry("head.bias", "1.0 0.0");
            assertThat(groups).hasSize(8);
            List<String> all = new ArrayList<>();
            groups.forEach(group -> all.addAll(group.parameters().keySet()));
            assertThat(all)
                    .containsExactlyInAnyOrderElementsOf(classifier.parameters().keySet());
        }
    }

    @Test
    void methodsSayWhatIsDecayedAndFrozen() {
        try (Backend backend = TinyRun.reference();
                TensorScope scope = TensorScope.open()) {
            RunLength length = new RunLength(100, 7);
            Dino dino = new Dino(
                    backend, TinyMethod.CONFIG, new DinoRecipe(8, 8, 8, 0.1, 0.04, 0.04, 0, 0.9, 0.996, 1), length, 0);
            List<ParameterGroup> groups = ParameterGroups.of(dino);
            assertThat(rates(groups))
                    .containsEntry("pos_embed", "1.0 1.0")
                    .containsEntry("cls_token", "1.0 1.0")
                    .containsEntry("norm.weight", "1.0 0.0");
            assertThat(groups)
                    .filteredOn(group -> group.frozenSteps() == 7)
                    .singleElement()
                    .satisfies(group -> {
                        assertThat(group.parameters()).containsOnlyKeys("head.last_layer.weight_v");
                        assertThat(group.weightDecayScale()).isEqualTo(1);
                    });
            TrainedParameters trained = new TrainedParameters(dino.network().parameters(), groups);
            int all = dino.network().parameters().size();
            assertThat(trained.inStep(6)).hasSize(all - 1);
            assertThat(trained.inStep(7))
                    .containsExactlyElementsOf(dino.network().parameters().values());
            MocoV3 moco = new MocoV3(backend, TinyMethod.CONFIG, new MocoV3Recipe(8, 8, 0.2, 0.99), length, 0);
            assertThat(ParameterGroups.of(moco)).singleElement().satisfies(group -> assertThat(group.parameters())
                    .containsKey("base_encoder.norm.bias")
                    .doesNotContainKeys("base_encoder.pos_embed", "base_encoder.patch_embed.proj.weight"));
        }
    }
}
