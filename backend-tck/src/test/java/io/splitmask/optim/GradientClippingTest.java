package io.splitmask.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.OnReference;
import io.splitmask.autograd.Gradients;
import io.splitmask.nn.Parameter;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GradientClippingTest extends OnReference {
    private Parameter a;
    private Parameter b;
    private Gradients gradients;

    @BeforeEach
    void makeGradients() {
        a = new Parameter(backend, Shape.of(2), 0f);
        b = new Parameter(backend, Shape.of(1), 0f);
        gradients = Gradients.of(Map.of(
                a.tensor(), Tensor.of(backend, new float[] {3, 4}, 2),
                b.tensor(), Tensor.of(backend, new float[] {0.5f}, 1)));
    }

    private GradientClipping.Clipped clip(GradientClipping clipping) {
        List<Parameter> parameters = List.of(a, b);
        double norm = GradientClipping.globalNorm(backend, gradients, parameters);
        return clipping.clip(backend, gradients, parameters, norm);
    }

    private float[] clipped(GradientClipping.Clipped clipped, Parameter parameter) {
        return clipped.gradients().of(parameter.tensor()).orElseThrow().toFloats();
    }

    @Test
    void togetherOneFactorHoldsForAll() {
        GradientClipping.Clipped clipped = clip(GradientClipping.together(1));
        assertThat(clipped.scale()).isEqualTo(1 / (Math.sqrt(25.25) + 1e-6));
        assertThat(clipped.gradients()).isSameAs(gradients);
        assertThat(clip(GradientClipping.together(6)).scale()).isEqualTo(1);
    }

    @Test
    void eachGradientHasAFactorOfItsOwn() {
        GradientClipping.Clipped clipped = clip(GradientClipping.each(1));
        assertThat(clipped.scale()).isEqualTo(1);
        float factor = (float) (1 / (5 + 1e-6));
        assertThat(clipped(clipped, a)).containsExactly(3 * factor, 4 * factor);
        assertThat(clipped(clipped, b)).containsExactly(0.5f);
        assertThat(clip(GradientClipping.each(6)).gradients()).isSameAs(gradients);
    }

    @Test
    void withoutALimitNothingChanges() {
        assertThat(clip(GradientClipping.NONE)).isEqualTo(new GradientClipping.Clipped(gradients, 1));
        assertThat(clip(GradientClipping.each(0))).isEqualTo(new GradientClipping.Clipped(gradients, 1));
        assertThatThrownBy(() -> GradientClipping.each(-1))
                .hasMessage("GradientClipping: expected maxNorm >= 0, got -1.0");
    }
}
