package io.splitmask.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.OnReference;
import io.splitmask.autograd.Gradients;
import io.splitmask.nn.Parameter;
import io.splitmask.tck.TensorAssert;
import io.splitmask.tck.Tolerance;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parameters that the first steps leave alone are as PyTorch's with a gradient of None. */
class FrozenParametersTest extends OnReference {
    private static final Tolerance TOLERANCE = Tolerance.wholeTensor(1e-6, 0);
    private static final double RATE = 0.1;
    private static final double DECAY = 0.3;
    private static final float[][] GRADIENTS_OF_FREE = {{0.5f, -1}, {1.5f, 0.25f}, {-0.75f, 2}, {0.1f, -0.2f}};
    private static final float[][] GRADIENTS_OF_FROZEN = {{3, -4}, {1, 2}, {0.5f, -0.25f}, {-1, 0.75f}};

    private Parameter free;
    private Parameter frozen;

    @BeforeEach
    void makeParameters() {
        free = new Parameter(backend, Shape.of(2), 0f);
        free.assign(new float[] {1, -2});
        frozen = new Parameter(backend, Shape.of(2), 0f);
        frozen.assign(new float[] {0.5f, 4});
    }

    private List<ParameterGroup> groups(long frozenSteps) {
        return List.of(
                new ParameterGroup(Map.of("free", free), 1, 1),
                new ParameterGroup(Map.of("frozen", frozen), 1, 1, frozenSteps));
    }

    private AdamW adamw(long frozenSteps) {
        return new AdamW(backend, groups(frozenSteps), AdamW.Settings.DEFAULT);
    }

    private void step(Optimizer optimizer, int t) {
        Gradients gradients = Gradients.of(Map.of(
                free.tensor(), Tensor.of(backend, GRADIENTS_OF_FREE[t], 2),
                frozen.tensor(), Tensor.of(backend, GRADIENTS_OF_FROZEN[t], 2)));
        optimizer.step(gradients, new StepRates(RATE, DECAY));
    }

    private static void assertValues(float[] actual, float... expected) {
        TensorAssert.assertThatValues(actual, Shape.of(expected.length)).isCloseTo(expected, TOLERANCE);
    }

    private static float[] state(Optimizer optimizer, String name) {
        return Objects.requireNonNull(optimizer.state().get(name), name).toFloats();
    }

    /** The numbers are those of torch.optim.AdamW in float64, with grad None in the first two steps. */
    @Test
    void adamwLeavesThemAloneAndThenCountsTheirOwnSteps() {
        AdamW optimizer = adamw(2);
        step(optimizer, 0);
        step(optimizer, 1);
        assertValues(free.toFloats(), 0.7521218908626943f, -1.7378531844934582f);
        assertThat(frozen.toFloats()).containsExactly(0.5f, 4);
        assertThat(state(optimizer, "exp_avg.frozen")).containsExactly(0, 0);
        assertThat(state(optimizer, "exp_avg_sq.frozen")).containsExactly(0, 0);
        step(optimizer, 2);
        assertValues(frozen.toFloats(), 0.385000002f, 3.979999996f);
        step(optimizer, 3);
        assertValues(free.toFloats(), 0.6387359635784218f, -1.7017597294253475f);
        assertValues(frozen.toFloats(), 0.4100603541805653f, 3.8111810136741484f);
        assertValues(state(optimizer, "exp_avg.frozen"), -0.055f, 0.0525f);
        assertValues(state(optimizer, "exp_avg_sq.frozen"), 0.00124975f, 0.0006249375f);
        assertThat(optimizer.steps()).isEqualTo(4);
    }

    @Test
    void aResumedOptimizerKnowsWhichStepsTheyHaveDone() {
        AdamW unbroken = adamw(2);
        for (int t = 0; t < 3; t++) {
            step(unbroken, t);
        }
        AdamW resumed = adamw(2);
        unbroken.state().forEach((name, tensor) -> backend.kernels()
                .assign(Objects.requireNonNull(resumed.state().get(name)).buffer(), tensor.buffer()));
        resumed.resumeAt(3);
        step(resumed, 3);
        assertValues(frozen.toFloats(), 0.4100603541805653f, 3.8111810136741484f);
    }

    @Test
    void sgdLeavesThemAloneToo() {
        Sgd optimizer = Sgd.withMomentum(backend, groups(1), 0.9);
        step(optimizer, 0);
        assertThat(frozen.toFloats()).containsExactly(0.5f, 4);
        assertThat(state(optimizer, "momentum.frozen")).containsExactly(0, 0);
        step(optimizer, 1);
        // d = g + 0.3 p and p -= 0.1 d, as in a first step.
        assertValues(frozen.toFloats(), 0.385f, 3.68f);
    }

    @Test
    void aGroupIsFrozenForNoNegativeNumberOfSteps() {
        assertThatThrownBy(() -> groups(-1)).hasMessage("ParameterGroup: expected frozenSteps >= 0, got -1");
    }
}
