package io.splitmask.optim;

import io.splitmask.nn.Parameter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameters that share their rates.
 *
 * @param parameters by full name, in a fixed order
 * @param learningRateScale factor on the learning rate of a step, as from layer decay
 * @param weightDecayScale factor on the weight decay of a step: 1, or 0 for parameters that are not decayed
 */
public record ParameterGroup(Map<String, Parameter> parameters, double learningRateScale, double weightDecayScale) {
    /** Copies the map. */
    public ParameterGroup {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
