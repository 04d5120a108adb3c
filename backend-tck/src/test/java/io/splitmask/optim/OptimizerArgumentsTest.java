package io.splitmask.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.OnReference;
import io.splitmask.autograd.Gradients;
import io.splitmask.nn.LayerNorm;
import io.splitmask.nn.Linear;
import io.splitmask.nn.Parameter;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is wrong is said when an optimizer is made, not in its first step. */
class OptimizerArgumentsTest extends OnReference {
    private ParameterGroup group() {
        return new ParameterGroup(Map.of("weight", new Parameter(backend, Shape.of(2), 0f)), 1, 1);
    }

    @Test
    void aParameterBelongsToOneGroup() {
        List<ParameterGroup> twice = List.of(group(), group());
        assertThatThrownBy(() -> new AdamW(backend, twice, AdamW.Settings.DEFAULT))
                .hasMessage("AdamW: expected each parameter in one group, got 'weight' twice");
        assertThatThrownBy(() -> Sgd.withMomentum(backend, twice, 0))
                .hasMessage("Sgd: expected each parameter in one group, got 'weight' twice");
    }

    @Test
    void constantsAreChecked() {
        assertThatThrownBy(() -> new AdamW.Settings(1, Double.NaN, 0))
                .hasMessage(
                        "AdamW: expected beta1 from 0 to below 1, got 1.0; expected beta2 from 0 to below 1, got NaN;"
                                + " expected eps > 0, got 0.0");
        assertThatThrownBy(() -> Sgd.withNesterovMomentum(backend, List.of(), 1))
                .hasMessage("Sgd: expected momentum from 0 to below 1, got 1.0");
        assertThatThrownBy(() -> new Lars(backend, List.of(), 0.9, 0))
                .hasMessage("Lars: expected trustCoefficient > 0, got 0.0");
        assertThatThrownBy(() -> new ParameterGroup(Map.of(), Double.NaN, -1))
                .hasMessage("ParameterGroup: expected learningRateScale >= 0, got NaN;"
                        + " expected weightDecayScale >= 0, got -1.0");
    }

    @Test
    void parametersWhoseScopeHasClosedAreNotTrained() {
        AdamW optimizer;
        Ema ema;
        try (TensorScope inner = TensorScope.open()) {
            Linear network = new Linear(backend, 3, 2);
            optimizer =
                    new AdamW(backend, List.of(new ParameterGroup(network.parameters(), 1, 1)), AdamW.Settings.DEFAULT);
            ema = new Ema(new Linear(backend, 3, 2), network);
        }
        String problem = "is used after its scope closed; move it outward with scope.release(tensor)";
        assertThatThrownBy(() -> optimizer.step(Gradients.of(Map.of()), new StepRates(0.1, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith(problem);
        assertThatThrownBy(() -> ema.update(0.5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith(problem);
    }

    @Test
    void theStateKeepsTheOrderOfTheParameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        List<String> momenta = new ArrayList<>();
        List<String> moments = new ArrayList<>();
        for (int i = 20; i > 0; i--) {
            parameters.put("p" + i, new Parameter(backend, Shape.of(2), 0f));
            momenta.add("momentum.p" + i);
            moments.addAll(List.of("exp_avg.p" + i, "exp_avg_sq.p" + i));
        }
        List<ParameterGroup> groups = List.of(new ParameterGroup(parameters, 1, 1));
        assertThat(new AdamW(backend, groups, AdamW.Settings.DEFAULT).state().keySet())
                .containsExactlyElementsOf(moments);
        assertThat(Sgd.withMomentum(backend, groups, 0.9).state().keySet()).containsExactlyElementsOf(momenta);
    }

    @Test
    void averagedModulesHaveTheSameParameters() {
        Linear target = new Linear(backend, 3, 2);
        assertThatThrownBy(() -> new Ema(target, new Linear(backend, 4, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "ema: expected two modules with the same parameters, got {weight=[2, 3]} in the target alone"
                                + " and {weight=[2, 4]} in the source alone");
        assertThatThrownBy(() -> new Ema(new LayerNorm(backend, 2, 1e-6), target))
                .hasMessageContaining("{weight=[2]}");
        Ema ema = new Ema(target, new Linear(backend, 3, 2));
        assertThatThrownBy(() -> ema.update(Double.NaN)).hasMessage("ema: expected momentum from 0 to 1, got NaN");
        assertThat(target.weight().toFloats()).containsOnly(0);
    }
}
