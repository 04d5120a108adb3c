package io.splitmask.nn;

import io.splitmask.config.Problems;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sizes of a Vision Transformer and how it departs from the plain one.
 *
 * @param imageHeight Hi in pixels
 * @param imageWidth Wi in pixels
 * @param patchSize P in pixels; divides both sides of the image
 * @param width D
 * @param depth L
 * @param heads H; divides D
 * @param mlpRatio F / D; F is rounded to the nearest whole number
 * @param layerScale initial value of the layer-scale vectors; 0 for a network without them
 * @param variant positions, biases and norms other than the plain network's
 */
public record VitConfig(
        int imageHeight,
        int imageWidth,
        int patchSize,
        int width,
        int depth,
        int heads,
        double mlpRatio,
        double layerScale,
        VitVariant variant) {
    /** Epsilon of the layer norms of all networks that train here: {@value}. */
    public static final double LAYER_NORM_EPS = 1e-6;
    /** Image side of the paper in pixels: {@value}. */
    public static final int PAPER_IMAGE_SIZE = 224;
    /** Patch side of the paper in pixels: {@value}. */
    public static final int PAPER_PATCH_SIZE = 16;

    private static final double PLAIN_MLP_RATIO = 4;
    private static final Map<String, Size> SIZES = sizes();

    /** What a named network is made of. */
    private record Size(int width, int depth, int heads, double layerScale, VitVariant variant) {}

    private static Map<String, Size> sizes() {
        Map<String, Size> sizes = new LinkedHashMap<>();
        sizes.put("vit_micro", plain(96, 4, 3));
        sizes.put("vit_tiny", plain(192, 12, 3));
        sizes.put("vit_small", plain(384, 12, 6));
        sizes.put("vit_base", plain(768, 12, 12));
        sizes.put("vit_large", plain(1024, 24, 16));
        sizes.put("beit_base", new Size(768, 12, 12, 0.1, VitVariant.BEIT));
        sizes.put("beit_large", new Size(1024, 24, 16, 1e-5, VitVariant.BEIT));
        return Collections.unmodifiableMap(sizes);
    }

    private static Size plain(int width, int depth, int heads) {
        return new Size(width, depth, heads, 0, VitVariant.PLAIN);
    }

    /** Checks the sizes and reports all that do not fit. */
    public VitConfig {
        Problems.of("VitConfig")
                .atLeast(1, "imageHeight", imageHeight)
                .atLeast(1, "imageWidth", imageWidth)
                .atLeast(1, "patchSize", patchSize)
                .atLeast(1, "width", width)
                .atLeast(1, "depth", depth)
                .atLeast(1, "heads", heads)
                .positive("mlpRatio", mlpRatio)
                .notNegative("layerScale", layerScale)
                .require(
                        patchSize < 1 || (imageHeight % patchSize == 0 && imageWidth % patchSize == 0),
                        "expected image sides that are multiples of patchSize " + patchSize + ", got " + imageHeight
                                + " x " + imageWidth)
                .require(
                        heads < 1 || width % heads == 0,
                        "expected width as a multiple of heads " + heads + ", got " + width)
                .require(
                        width < 1 || !(mlpRatio > 0) || isMlpWidth(Math.rint(width * mlpRatio)),
                        "expected width times mlpRatio from 1 to 2^31 - 1, got " + width + " times " + mlpRatio)
                .throwIfAny();
    }

    private static boolean isMlpWidth(double value) {
        return value >= 1 && value <= Integer.MAX_VALUE;
    }

    /** Describes a network of the plain variant. */
    public VitConfig(
            int imageHeight,
            int imageWidth,
            int patchSize,
            int width,
            int depth,
            int heads,
            double mlpRatio,
            double layerScale) {
        this(imageHeight, imageWidth, patchSize, width, depth, heads, mlpRatio, layerScale, VitVariant.PLAIN);
    }

    /**
     * Returns a network by name, for square images: a plain one without layer scale, or that of BEiT's published
     * weights, of which the layer scales start at 0.1 (base) or 1e-5 (large).
     *
     * @param name vit_micro, vit_tiny, vit_small, vit_base, vit_large, beit_base or beit_large
     * @param imageSize Hi = Wi in pixels
     * @param patchSize P in pixels
     * @throws IllegalArgumentException if the name is unknown or the sizes do not fit
     */
    public static VitConfig named(String name, int imageSize, int patchSize) {
        Size size = SIZES.get(name);
        if (size == null) {
            throw new IllegalArgumentException(
                    "unknown model '" + name + "'; known: " + String.join(", ", SIZES.keySet()));
        }
        return new VitConfig(
                imageSize,
                imageSize,
                patchSize,
                size.width(),
                size.depth(),
                size.heads(),
                PLAIN_MLP_RATIO,
                size.layerScale(),
                size.variant());
    }

    /** Returns the smallest network, for demonstrations on a processor: D 96, L 4, H 3. */
    public static VitConfig micro(int imageSize, int patchSize) {
        return named("vit_micro", imageSize, patchSize);
    }

    /** Returns ViT-Ti: D 192, L 12, H 3. */
    public static VitConfig tiny(int imageSize, int patchSize) {
        return named("vit_tiny", imageSize, patchSize);
    }

    /** Returns ViT-S: D 384, L 12, H 6. */
    public static VitConfig small(int imageSize, int patchSize) {
        return named("vit_small", imageSize, patchSize);
    }

    /** Returns ViT-B: D 768, L 12, H 12. */
    public static VitConfig base(int imageSize, int patchSize) {
        return named("vit_base", imageSize, patchSize);
    }

    /** Returns ViT-L: D 1024, L 24, H 16. */
    public static VitConfig large(int imageSize, int patchSize) {
        return named("vit_large", imageSize, patchSize);
    }

    /** Returns the same network with layer scale of this initial value; 0 for none. */
    public VitConfig withLayerScale(double initialValue) {
        return new VitConfig(imageHeight, imageWidth, patchSize, width, depth, heads, mlpRatio, initialValue, variant);
    }

    /** Returns the same network for images of another size, in pixels. */
    public VitConfig withImage(int newHeight, int newWidth) {
        return new VitConfig(newHeight, newWidth, patchSize, width, depth, heads, mlpRatio, layerScale, variant);
    }

    /** Returns the same network with another number of blocks. */
    public VitConfig withDepth(int newDepth) {
        return new VitConfig(imageHeight, imageWidth, patchSize, width, newDepth, heads, mlpRatio, layerScale, variant);
    }

    /** Returns the same network in another variant. */
    public VitConfig withVariant(VitVariant newVariant) {
        return new VitConfig(imageHeight, imageWidth, patchSize, width, depth, heads, mlpRatio, layerScale, newVariant);
    }

    /** Returns the grid of patches. */
    public PatchGrid grid() {
        return new PatchGrid(imageHeight / patchSize, imageWidth / patchSize);
    }

    /** Returns N, the number of patches. */
    public int numPatches() {
        return grid().numPatches();
    }

    /** Returns Dh, the width of a head. */
    public int headWidth() {
        return width / heads;
    }

    /** Returns F, the hidden width of the multi-layer perceptrons. */
    public int mlpWidth() {
        return (int) Math.rint(width * mlpRatio);
    }

    /** Returns whether the residual branches have layer-scale vectors. */
    public boolean hasLayerScale() {
        return layerScale > 0;
    }

    /**
     * Returns the number of parameters of the network without a head: patch projection, class token, positions, blocks
     * with all biases, and final norm.
     */
    public long numParameters() {
        long d = width;
        long f = mlpWidth();
        long patchPixels = (long) VisionTransformer.CHANNELS * patchSize * patchSize;
        long layerScales = hasLayerScale() ? 2 * d : 0;
        long keyBias = variant.keyBias() ? d : 0;
        long block = 4 * d * d + 2 * d * f + 8 * d + f + keyBias + layerScales;
        return patchPixels * d + d + d + positionParameters() + depth * block + 2 * d;
    }

    private long positionParameters() {
        long absolute = variant.absolutePositions() ? (1L + numPatches()) * width : 0;
        long table = variant.hasRelativePositions() ? (long) RelativePositionBias.rows(grid()) * heads : 0;
        return absolute + (variant.relativePositions() == RelativePositions.PER_BLOCK ? depth : 1) * table;
    }
}
