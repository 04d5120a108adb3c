package io.splitmask.method;

import io.splitmask.internal.Json;
import io.splitmask.recipe.PretrainRecipe;
import java.util.Map;
import java.util.TreeMap;

/**
 * A method as users find it.
 *
 * @param name what they type, lower case
 * @param description one or two lines on what it does
 * @param recipe its settings in the literature
 * @param training how it is trained in the literature
 */
public record MethodEntry(String name, String description, MethodRecipe recipe, PretrainRecipe training) {
    /** Returns the settings by name, as they stand in a run's {@code config.json}. */
    public Map<String, Object> settings() {
        return Json.map(recipe);
    }

    /**
     * Returns the method's settings with some changed.
     *
     * @param changes new values by the names of {@link #settings}; texts are converted
     * @throws IllegalArgumentException if there is no such setting, or the value does not fit
     */
    public MethodRecipe recipe(Map<String, ?> changes) {
        Map<String, Object> settings = settings();
        changes.forEach((name, value) -> {
            if (!settings.containsKey(name)) {
                throw new IllegalArgumentException("unknown setting '" + name + "' of " + this.name + "; known: "
                        + String.join(", ", new TreeMap<>(settings).keySet()));
            }
            settings.put(name, value);
        });
        try {
            return Json.MAPPER.convertValue(settings, recipe.getClass());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + Json.problem(e), e);
        }
    }
}
