package io.splitmask.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.OnReference;
import io.splitmask.autograd.Gradients;
import io.splitmask.autograd.Tape;
import io.splitmask.nn.init.PositionInterpolation;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tck.TensorAssert;
import io.splitmask.tck.Tolerance;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Images of another size than the network was made for. */
class PositionsTest extends OnReference {
    private static final VitConfig CONFIG = new VitConfig(16, 24, 8, 12, 1, 3, 4, 0);

    private VisionTransformer network() {
        VisionTransformer vit = new VisionTransformer(backend, CONFIG);
        WeightInitialisation.BEIT.apply(vit, SplittableSeed.of(3));
        return vit;
    }

    private static Parameter table(VisionTransformer vit) {
        return Objects.requireNonNull(vit.parameters().get("pos_embed"));
    }

    @Test
    void positionsOfAnotherGridAreTheInterpolatedTable() {
        VisionTransformer vit = network();
        PatchGrid grid = new PatchGrid(3, 2);
        float[] resized =
                new PositionInterpolation(CONFIG.grid(), grid).resize(table(vit).toFloats(), CONFIG.width());
        float[] patches = new float[resized.length - CONFIG.width()];
        System.arraycopy(resized, CONFIG.width(), patches, 0, patches.length);
        Tensor actual = vit.positions(grid);
        assertThat(actual.shape()).isEqualTo(Shape.of(1, 6, CONFIG.width()));
        TensorAssert.assertThatValues(actual.toFloats(), actual.shape())
                .isCloseTo(patches, Tolerance.wholeTensor(1e-6, 0));
    }

    @Test
    void imagesOfOtherSizesAreEncoded() {
        VisionTransformer vit = network();
        assertThat(vit.forward(counting(2, 3, 24, 16)).shape()).isEqualTo(Shape.of(2, 7, CONFIG.width()));
        assertThat(vit.forward(counting(2, 3, 8, 8)).shape()).isEqualTo(Shape.of(2, 2, CONFIG.width()));
    }

    @Test
    void gradientsReachTheTableThroughTheInterpolation() {
        VisionTransformer vit = network();
        try (Tape tape = Tape.record()) {
            Gradients gradients =
                    tape.backward(vit.positions(new PatchGrid(4, 5)).sum(0, 1, 2));
            float[] gradient = gradients.of(table(vit).tensor()).orElseThrow().toFloats();
            double sum = 0;
            for (float value : gradient) {
                sum += value;
            }
            // Each row of the interpolation sums to 1, so all that 20 patches hand back arrives.
            assertThat(sum).isCloseTo(20.0 * CONFIG.width(), within(1e-3));
            assertThat(gradient[0])
                    .as("the class token's position takes no part")
                    .isZero();
        }
    }
}
