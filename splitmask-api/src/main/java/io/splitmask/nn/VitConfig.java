package io.splitmask.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sizes of a Vision Transformer (recipes 1.1).
 *
 * @param imageHeight Hi in pixels
 * @param imageWidth Wi in pixels
 * @param patchSize P in pixels; divides both
 * @param width D
 * @param depth L
 * @param heads H; divides D
 * @param layerScale initial gamma of the layer scales, or 0 for none
 * @param finalNorm whether a layer norm follows the last block
 */
public record VitConfig(
        int imageHeight,
        int imageWidth,
        int patchSize,
        int width,
        int depth,
        int heads,
        float layerScale,
        boolean finalNorm) {
    /** Hidden width of the MLP over D. */
    public static final int MLP_RATIO = 4;

    private record Size(int width, int depth, int heads) {}

    private static final Map<String, Size> SIZES = new TreeMap<>(Map.of(
            "vit_micro", new Size(96, 4, 3),
            "vit_tiny", new Size(192, 12, 3),
            "vit_small", new Size(384, 12, 6),
            "vit_base", new Size(768, 12, 12),
            "vit_large", new Size(1024, 24, 16)));

    /** Checks the sizes and reports all problems at once. */
    public VitConfig {
        List<String> problems = new ArrayList<>();
        if (patchSize < 1 || imageHeight < 1 || imageWidth < 1) {
            problems.add("image and patch sizes must be 1 or more");
        } else if (imageHeight % patchSize != 0 || imageWidth % patchSize != 0) {
            problems.add("patch " + patchSize + " does not divide image " + imageHeight + " x " + imageWidth);
        }
        if (width < 1 || depth < 1 || heads < 1) {
            problems.add("width, depth and heads must be 1 or more");
        } else if (width % heads != 0) {
            problems.add(heads + " heads do not divide width " + width);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("model: " + String.join("; ", problems));
        }
    }

    /**
     * Returns a named size for square images.
     *
     * @param model {@code vit_micro}, {@code vit_tiny}, {@code vit_small}, {@code vit_base} or {@code vit_large}
     */
    public static VitConfig of(String model, int imageSize, int patchSize) {
        Size size = SIZES.get(model);
        if (size == null) {
            throw new IllegalArgumentException("unknown model '" + model + "'; known: " + String.join(", ", models()));
        }
        return new VitConfig(imageSize, imageSize, patchSize, size.width, size.depth, size.heads, 0f, true);
    }

    /** Returns the names that {@link #of} knows. */
    public static List<String> models() {
        return List.of("vit_micro", "vit_tiny", "vit_small", "vit_base", "vit_large");
    }

    /** Returns this configuration with or without the final norm. */
    public VitConfig withFinalNorm(boolean present) {
        return new VitConfig(imageHeight, imageWidth, patchSize, width, depth, heads, layerScale, present);
    }

    /** Returns this configuration with another depth. */
    public VitConfig withDepth(int newDepth) {
        return new VitConfig(imageHeight, imageWidth, patchSize, width, newDepth, heads, layerScale, finalNorm);
    }

    /** Returns Gh, the rows of the patch grid. */
    public int gridHeight() {
        return imageHeight / patchSize;
    }

    /** Returns Gw, the columns of the patch grid. */
    public int gridWidth() {
        return imageWidth / patchSize;
    }

    /** Returns N. */
    public int patches() {
        return gridHeight() * gridWidth();
    }

    /** Returns F. */
    public int mlpWidth() {
        return MLP_RATIO * width;
    }

    /** Returns the epsilon of the layer norms. */
    public float layerNormEps() {
        return LayerNorm.EPS;
    }
}
