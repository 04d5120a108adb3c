package io.splitmask.method;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.optim.AdamW;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.optim.StepRates;
import io.splitmask.spi.Backend;
import io.splitmask.tck.golden.GoldenCase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What stored cases of training steps have in common beside their network: the optimizer (section 4). */
public final class GoldenTraining {
    private GoldenTraining() {}

    /** Returns all parameters of a module with their names in the case. */
    public static Map<String, Parameter> parameters(String prefix, Module module) {
        Map<String, Parameter> named = new LinkedHashMap<>();
        module.parameters().forEach((name, parameter) -> named.put(prefix + name, parameter));
        return named;
    }

    /**
     * Makes the optimizer of a case, and checks that the method freezes and decays the same parameters.
     *
     * @param prefix of the trained parameters in the case
     */
    public static AdamW optimizer(Backend backend, GoldenCase golden, PretrainMethod method, String prefix) {
        JsonNode settings = golden.json().path("optimizer");
        Set<String> exempt = names(settings.path("no_weight_decay"));
        Map<String, Parameter> trained = parameters(prefix, method.network());
        Set<String> frozen = new TreeSet<>(trained.keySet());
        frozen.removeIf(name -> method.frozenSteps(name.substring(prefix.length())) == 0);
        assertThat(frozen)
                .as("%s, frozen", golden)
                .isEqualTo(names(golden.json().path("frozen")));
        trained.keySet().removeAll(frozen);
        Set<String> undecayed = new TreeSet<>();
        trained.forEach((name, parameter) -> {
            if (!method.weightDecayRule().decays(name, parameter.shape().rank())) {
                undecayed.add(name);
            }
        });
        assertThat(undecayed).as("%s, no weight decay", golden).isEqualTo(exempt);
        Map<String, Parameter> plain = new LinkedHashMap<>(trained);
        plain.keySet().retainAll(exempt);
        trained.keySet().removeAll(exempt);
        return new AdamW(
                backend,
                List.of(new ParameterGroup(trained, 1, 1), new ParameterGroup(plain, 1, 0)),
                new AdamW.Settings(
                        settings.path("beta1").doubleValue(),
                        settings.path("beta2").doubleValue(),
                        settings.path("eps").doubleValue()));
    }

    /** Returns the rates of every step. */
    public static StepRates rates(GoldenCase golden) {
        JsonNode settings = golden.json().path("optimizer");
        return new StepRates(
                settings.path("lr").doubleValue(), settings.path("weight_decay").doubleValue());
    }

    private static Set<String> names(JsonNode list) {
        Set<String> names = new TreeSet<>();
        list.forEach(name -> names.add(name.textValue()));
        return names;
    }
}
