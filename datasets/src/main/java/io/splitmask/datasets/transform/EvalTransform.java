package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import io.splitmask.data.View;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Evaluation: the short side becomes imageSize / cropRatio, cut to a whole number, bicubic, and the square in the middle
 * is kept. Nothing is random.
 */
public final class EvalTransform implements StagedTransform {
    /** {@value}: 224 pixels are cut from 256. */
    public static final double DEFAULT_CROP_RATIO = 0.875;

    private final int imageSize;
    private final int shortSide;
    private final Normalization normalization;

    /** The default crop ratio and ImageNet's statistics. */
    public EvalTransform(int imageSize) {
        this(imageSize, DEFAULT_CROP_RATIO, Normalization.IMAGENET);
    }

    /**
     * Another crop ratio or other statistics.
     *
     * @param imageSize Hi = Wi in pixels
     * @param cropRatio above 0 and at most 1; 1 keeps the short side whole
     */
    public EvalTransform(int imageSize, double cropRatio, Normalization normalization) {
        this.imageSize = ImageSize.requirePositive(imageSize);
        if (!(cropRatio > 0 && cropRatio <= 1)) {
            throw new IllegalArgumentException("crop ratio: expected above 0 and at most 1, got " + cropRatio);
        }
        this.shortSide = (int) (imageSize / cropRatio);
        this.normalization = normalization;
    }

    @Override
    public List<ViewSize> sizes() {
        return List.of(ViewSize.whole(imageSize));
    }

    @Override
    public List<View> apply(Image image, RandomGenerator random, Stage.Listener listener) {
        return List.of(view(image, listener));
    }

    /**
     * Transforms one image, as {@link #apply} does; for predictions.
     *
     * @param image not changed
     */
    public View view(Image image) {
        return view(image, Stage.Listener.NONE);
    }

    private View view(Image image, Stage.Listener listener) {
        int width = shortSide;
        int height = shortSide;
        if (image.width() < image.height()) {
            height = Math.toIntExact((long) shortSide * image.height() / image.width());
        } else {
            width = Math.toIntExact((long) shortSide * image.width() / image.height());
        }
        Box middle = Box.centredSquare(width, height, imageSize);
        Image cropped = Resizer.resizeAndCrop(image, width, height, middle, Resampling.BICUBIC);
        listener.ended(Stage.RESIZE);
        View view = View.of(imageSize, normalization.apply(cropped));
        listener.ended(Stage.NORMALISE);
        return view;
    }
}
