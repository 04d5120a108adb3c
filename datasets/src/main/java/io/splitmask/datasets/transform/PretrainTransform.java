package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import io.splitmask.data.View;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The views of pre-training, one after another from the same picture: a single one for SplitMask, BEiT and MAE, a pair
 * for MoCo v3, global and local crops for DINO.
 */
public final class PretrainTransform implements StagedTransform {
    private final List<CropView> views;
    private final Normalization normalization;

    /**
     * Any views.
     *
     * @param views one or more, in the order in which they are made
     * @param normalization of all of them
     */
    public PretrainTransform(List<CropView> views, Normalization normalization) {
        if (views.isEmpty()) {
            throw new IllegalArgumentException("pre-training: expected one or more views, got none");
        }
        this.views = List.copyOf(views);
        this.normalization = normalization;
    }

    /**
     * SplitMask's: a standard crop, bicubic, flipped with probability 1/2, with half-resolution pixels, and ImageNet's
     * statistics.
     *
     * @param imageSize Hi = Wi in pixels, even
     */
    public PretrainTransform(int imageSize) {
        this(imageSize, RandomResizedCrop.STANDARD);
    }

    /** The same with another crop. */
    public PretrainTransform(int imageSize, RandomResizedCrop crop) {
        this(
                List.of(new CropView(ViewSize.withHalf(imageSize), crop, Resampling.BICUBIC, 0.5, Photometry.NONE)),
                Normalization.IMAGENET);
    }

    @Override
    public List<ViewSize> sizes() {
        return views.stream().map(CropView::size).toList();
    }

    @Override
    public List<View> apply(Image image, RandomGenerator random, Stage.Listener listener) {
        return views.stream()
                .map(view -> view.apply(image, normalization, random, listener))
                .toList();
    }
}
