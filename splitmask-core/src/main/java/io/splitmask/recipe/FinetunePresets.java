package io.splitmask.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Recipes for fine-tuning by the name of the data set for which the paper uses them (Table 9; recipes, 4.1 and 4.2). */
public final class FinetunePresets {
    private static final Map<String, FinetuneRecipe> PRESETS = presets();

    private FinetunePresets() {}

    private static Map<String, FinetuneRecipe> presets() {
        Map<String, FinetuneRecipe> presets = new LinkedHashMap<>();
        presets.put("inat18", FinetuneRecipe.LARGE_DATA);
        presets.put("inat19", FinetuneRecipe.LARGE_DATA);
        presets.put("food101", FinetuneRecipe.LARGE_DATA);
        presets.put("cars", FinetuneRecipe.SMALL_DATA);
        presets.put("clipart", FinetuneRecipe.SMALL_DATA);
        presets.put("painting", FinetuneRecipe.SMALL_DATA);
        presets.put("sketch", FinetuneRecipe.SMALL_DATA);
        presets.put("imagenet", FinetuneRecipe.IMAGENET_BASE);
        presets.put("imagenet_large", FinetuneRecipe.IMAGENET_LARGE);
        return Collections.unmodifiableMap(presets);
    }

    /** Returns the names, in the order of the paper's table. */
    public static Set<String> names() {
        return PRESETS.keySet();
    }

    /**
     * Returns a recipe.
     *
     * @param name inat18, inat19, food101, cars, clipart, painting, sketch, imagenet (ViT-S and B) or imagenet_large
     *     (ViT-L)
     * @throws IllegalArgumentException if there is no such preset
     */
    public static FinetuneRecipe named(String name) {
        FinetuneRecipe recipe = PRESETS.get(name);
        if (recipe == null) {
            throw new IllegalArgumentException(
                    "unknown preset '" + name + "'; known: " + String.join(", ", PRESETS.keySet()));
        }
        return recipe;
    }
}
