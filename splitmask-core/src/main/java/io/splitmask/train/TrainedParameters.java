package io.splitmask.train;

import io.splitmask.nn.Parameter;
import io.splitmask.optim.ParameterGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which parameters a step trains. */
final class TrainedParameters {
    private record Trained(Parameter parameter, long frozenSteps) {}

    private final List<Trained> all = new ArrayList<>();

    /**
     * Lists parameters.
     *
     * @param network all of them, in the order that sums of gradients keep
     */
    TrainedParameters(Map<String, Parameter> network, List<ParameterGroup> groups) {
        Map<String, Long> frozenSteps = new HashMap<>();
        for (ParameterGroup group : groups) {
            group.parameters().keySet().forEach(name -> frozenSteps.put(name, group.frozenSteps()));
        }
        network.forEach((name, parameter) -> {
            Long frozen = frozenSteps.get(name);
            if (frozen != null) {
                all.add(new Trained(parameter, frozen));
            }
        });
    }

    /**
     * Returns those that are trained in a step.
     *
     * @param step from 0
     */
    List<Parameter> inStep(long step) {
        return all.stream()
                .filter(trained -> step >= trained.frozenSteps())
                .map(Trained::parameter)
                .toList();
    }
}
