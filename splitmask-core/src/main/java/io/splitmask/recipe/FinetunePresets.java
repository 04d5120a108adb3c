package io.splitmask.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Recipes for fine-tuning by the name of the data set for which the paper uses them (Table 9; recipes, 4.1 and 4.2). */
public final class FinetunePresets {
    /** Side from which BEiT's recipes look at whole test images, in pixels: {@value}. */
    public static final int WHOLE_TEST_IMAGE = 384;

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

    /**
     * Returns a recipe for test images of some size: those on ImageNet look at whole images from
     * {@value #WHOLE_TEST_IMAGE} pixels on.
     *
     * @param name as for {@link #named(String)}
     * @param testImage side in pixels
     */
    public static FinetuneRecipe named(String name, int testImage) {
        FinetuneRecipe recipe = named(name);
        boolean whole = testImage >= WHOLE_TEST_IMAGE && recipe.augmentation().equals(FinetuneAugmentation.IMAGENET);
        return whole
                ? recipe.withAugmentation(
                        recipe.augmentation().withCrops(recipe.augmentation().minCropArea(), 1), recipe.mix())
                : recipe;
    }
}
