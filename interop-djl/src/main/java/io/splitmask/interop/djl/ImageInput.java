package io.splitmask.interop.djl;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.splitmask.data.View;
import java.util.function.Function;

/** What becomes of DJL's images: as many pixels as {@code preprocessing} makes of them, [3, Hi, Wi]. */
record ImageInput(Function<io.splitmask.data.Image, View> preprocessing) {
    private static final int CHANNELS = 3;

    NDList of(Image image, NDManager manager) {
        View view = preprocessing.apply(pixels(image, manager));
        return new NDList(manager.create(view.pixels(), new Shape(CHANNELS, view.imageSize(), view.imageSize())));
    }

    private static io.splitmask.data.Image pixels(Image image, NDManager manager) {
        try (NDArray rgb = image.toNDArray(manager, Image.Flag.COLOR)) { // [height, width, 3], one byte each
            return new io.splitmask.data.Image(image.getWidth(), image.getHeight(), rgb.toByteArray());
        }
    }
}
