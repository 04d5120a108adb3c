package io.splitmask.method.splitmask;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.masking.Split;
import io.splitmask.method.FixedVocabulary;
import io.splitmask.nn.VitConfig;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitMaskTest {
    @Test
    void wordsOutsideTheVocabularyAreRefusedBeforeAnyKernelSeesThem() {
        try (Backend backend = new ReferenceBackendProvider().open(BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            SplitMask method = new SplitMask(
                    backend, VitConfig.named("vit_micro", 16, 8), SplitMaskRecipe.PAPER, new FixedVocabulary(5), 0);
            Split split = method.split(1, SplittableSeed.of(1));
            Tensor images = Tensor.full(backend, 0f, Shape.of(1, 3, 16, 16));
            assertThatThrownBy(() -> method.loss(images, new int[] {5, 5, 5, 5}, split, List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected indices in 0..4, got 5");
        }
    }

    @Test
    void aSplitOfMorePatchesThanTheImagesHaveIsRefusedBeforeAnyKernelSeesIt() {
        try (Backend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
                TensorScope scope = TensorScope.open()) {
            SplitMask method = new SplitMask(
                    backend, VitConfig.named("vit_micro", 16, 8), SplitMaskRecipe.PAPER, new FixedVocabulary(5), 0);
            Split larger = new Split(1, 9, new int[] {0, 7}, new int[] {1, 8});
            Tensor images = Tensor.full(backend, 0f, Shape.of(1, 3, 16, 16));
            assertThatThrownBy(() -> method.loss(images, new int[9], larger, List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected indices in 0..3, got 7");
        }
    }
}
