package io.splitmask.optim;

import io.splitmask.config.Problems;
import io.splitmask.nn.Parameter;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parameters that share their rates.
 *
 * @param parameters by full name, in a fixed order
 * @param learningRateScale factor on the learning rate of a step, as from layer decay
 * @param weightDecayScale factor on the weight decay of a step: 1, or 0 for parameters that are not decayed
 * @param frozenSteps how many of the first steps leave the parameters as they are: they are neither decayed nor moved,
 *     have no moments, and count their own steps from there; as parameters of PyTorch whose gradient is None
 */
public record ParameterGroup(
        Map<String, Parameter> parameters, double learningRateScale, double weightDecayScale, long frozenSteps) {
    /** Checks the numbers and copies the map. */
    public ParameterGroup {
        Problems.of("ParameterGroup")
                .notNegative("learningRateScale", learningRateScale)
                .notNegative("weightDecayScale", weightDecayScale)
                .atLeast(0, "frozenSteps", frozenSteps)
                .throwIfAny();
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** Groups parameters that are trained from the first step on. */
    public ParameterGroup(Map<String, Parameter> parameters, double learningRateScale, double weightDecayScale) {
        this(parameters, learningRateScale, weightDecayScale, 0);
    }

    /**
     * Checks that no parameter is in two groups, in which it would be moved twice.
     *
     * @param optimizer named in the error
     */
    static void requireDistinct(String optimizer, List<ParameterGroup> groups) {
        Set<String> names = new HashSet<>();
        for (ParameterGroup group : groups) {
            for (String name : group.parameters().keySet()) {
                if (!names.add(name)) {
                    throw new IllegalArgumentException(
                            optimizer + ": expected each parameter in one group, got '" + name + "' twice");
                }
            }
        }
    }

    /**
     * Returns how many steps these parameters were trained.
     *
     * @param steps of the optimizer so far; 0 while frozen
     */
    long trainedSteps(long steps) {
        return Math.max(0, steps - frozenSteps);
    }
}
