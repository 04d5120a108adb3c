package io.splitmask.train;

import io.splitmask.nn.Parameter;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.optim.WeightDecayRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Sorts parameters into groups that share their rates. */
final class ParameterGroups {
    private record Rates(double learningRateScale, double weightDecayScale) {}

    private ParameterGroups() {}

    /** Groups parameters by whether they are decayed. */
    static List<ParameterGroup> of(Map<String, Parameter> parameters, WeightDecayRule rule) {
        return of(parameters, rule, name -> 1);
    }

    /** Groups parameters by the factor on their learning rate and whether they are decayed. */
    static List<ParameterGroup> of(
            Map<String, Parameter> parameters, WeightDecayRule rule, ToDoubleFunction<String> learningRateScale) {
        Map<Rates, Map<String, Parameter>> groups = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            double decay = rule.decays(name, parameter.shape().rank()) ? 1 : 0;
            groups.computeIfAbsent(
                            new Rates(learningRateScale.applyAsDouble(name), decay), rates -> new LinkedHashMap<>())
                    .put(name, parameter);
        });
        List<ParameterGroup> result = new ArrayList<>();
        groups.forEach((rates, members) ->
                result.add(new ParameterGroup(members, rates.learningRateScale(), rates.weightDecayScale())));
        return result;
    }
}
