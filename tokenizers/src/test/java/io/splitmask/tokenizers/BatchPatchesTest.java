package io.splitmask.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Batch;
import io.splitmask.data.View;
import io.splitmask.nn.PatchEmbedding;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchPatchesTest {
    @Test
    void patchesAreThoseThatATokenizerSees() {
        Batch batch = FakeImages.noise(1, 3, 6).next();
        BatchPatches patches = new BatchPatches(batch, 2);
        assertThat(patches.numImages()).isEqualTo(3);
        assertThat(patches.perImage()).isEqualTo(9);
        float[] copied = new float[3 * 9 * 12];
        for (int image = 0; image < 3; image++) {
            for (int patch = 0; patch < 9; patch++) {
                patches.copy(image, patch, copied, (image * 9 + patch) * 12);
            }
        }
        try (Backend backend = new ReferenceBackendProvider().open(BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            Tensor images = Tensor.of(backend, batch.view(0).halfPixels(), 3, 3, 6, 6);
            assertThat(copied).isEqualTo(PatchEmbedding.patches(images, 2).toFloats());
        }
    }

    @Test
    void aPatchNearMeanGreyHasNoDirection() {
        BatchPatches patches = new BatchPatches(FakeImages.noise(1, 1, 2).next(), 1);
        assertThat(patches.hasDirection(new float[] {0, 0, 0}, 0)).isFalse();
        assertThat(patches.hasDirection(new float[] {9, 0.009f, -0.009f, 0.009f}, 1))
                .isFalse();
        assertThat(patches.hasDirection(new float[] {0, 0.02f, 0}, 0)).isTrue();
    }

    @Test
    void rejectsImagesThatPatchesDoNotCover() {
        Batch batch = FakeImages.noise(1, 1, 6).next();
        assertThatThrownBy(() -> new BatchPatches(batch, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("BatchPatches: expected a patch size that divides the 6 pixels of the half-resolution"
                        + " image, got 4");
        assertThatThrownBy(() -> new BatchPatches(batch, 0)).hasMessageContaining("patchSize >= 1, got 0");
    }

    @Test
    void rejectsABatchWithoutHalfImages() {
        Batch batch = new Batch(List.of(View.of(8, new float[2 * 3 * 64])), new int[2], new int[2]);
        assertThatThrownBy(() -> new BatchPatches(batch, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 2 half-resolution images of 3 x 4 x 4 pixels, got 0 values");
    }
}
