package io.splitmask.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What pre-training does differently on some data sets, by their names. All others have the recipe of their method.
 *
 * @see "the paper, sections 5.2.2 and 5.5; recipes, sections 2.1 and 8.2"
 */
public final class PretrainPresets {
    /**
     * What differs.
     *
     * @param augmentation in the place of the method's, for methods that see an image once
     * @param settings of a method that has settings of all these names
     */
    public record Preset(PretrainAugmentation augmentation, Map<String, Object> settings) {
        /** Copies the settings. */
        public Preset {
            settings = Map.copyOf(settings);
        }
    }

    private static final Map<String, Preset> PRESETS = presets();

    private PretrainPresets() {}

    private static Map<String, Preset> presets() {
        Preset small = new Preset(PretrainAugmentation.SMALL_DATA, Map.of("masking", "UNIFORM", "maskRatio", 0.75));
        Map<String, Preset> presets = new LinkedHashMap<>();
        presets.put("cars", small);
        presets.put("clipart", small);
        presets.put("painting", small);
        presets.put("sketch", small);
        presets.put("ade20k", new Preset(PretrainAugmentation.ADE20K, Map.of()));
        return Collections.unmodifiableMap(presets);
    }

    /** Returns the names. */
    public static Set<String> names() {
        return PRESETS.keySet();
    }

    /**
     * Returns a preset.
     *
     * @throws IllegalArgumentException if there is none of this name; the message lists them
     */
    public static Preset named(String name) {
        Preset preset = PRESETS.get(name);
        if (preset == null) {
            throw new IllegalArgumentException(
                    "unknown preset '" + name + "'; known: " + String.join(", ", PRESETS.keySet()));
        }
        return preset;
    }
}
