package io.splitmask.train;

import io.splitmask.method.PretrainMethod;
import io.splitmask.nn.Parameter;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.optim.WeightDecayRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Sorts parameters into groups that share their rates. */
final class ParameterGroups {
    private record Rates(double learningRateScale, double weightDecayScale, long frozenSteps) {}

    private ParameterGroups() {}

    /** Groups the parameters of a method; those that it never trains are left out. */
    static List<ParameterGroup> of(PretrainMethod method) {
        Map<String, Parameter> trained = new LinkedHashMap<>(method.network().parameters());
        trained.keySet().removeIf(name -> method.frozenSteps(name) == PretrainMethod.NEVER_TRAINED);
        return of(trained, method.weightDecayRule(), name -> 1, method::frozenSteps);
    }

    /** Groups parameters by the factor on their learning rate and whether they are decayed. */
    static List<ParameterGroup> of(
            Map<String, Parameter> parameters, WeightDecayRule rule, ToDoubleFunction<String> learningRateScale) {
        return of(parameters, rule, learningRateScale, name -> 0);
    }

    private static List<ParameterGroup> of(
            Map<String, Parameter> parameters,
            WeightDecayRule rule,
            ToDoubleFunction<String> learningRateScale,
            ToLongFunction<String> frozenSteps) {
        Map<Rates, Map<String, Parameter>> groups = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            double decay = rule.decays(name, parameter.shape().rank()) ? 1 : 0;
            Rates rates = new Rates(learningRateScale.applyAsDouble(name), decay, frozenSteps.applyAsLong(name));
            groups.computeIfAbsent(rates, key -> new LinkedHashMap<>()).put(name, parameter);
        });
        List<ParameterGroup> result = new ArrayList<>();
        groups.forEach((rates, members) -> result.add(
                new ParameterGroup(members, rates.learningRateScale(), rates.weightDecayScale(), rates.frozenSteps())));
        return result;
    }
}
