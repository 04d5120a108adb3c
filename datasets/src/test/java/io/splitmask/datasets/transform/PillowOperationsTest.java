package io.splitmask.datasets.transform;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.data.Image;
import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PillowOperationsTest {
    private static final WarpStyle BILINEAR = new WarpStyle(Resampling.BILINEAR, new Colour(124, 116, 104));

    private static Arguments operation(String name, UnaryOperator<Image> operation) {
        return argumentSet(name, name, "picture", operation);
    }

    private static Arguments operation(String name, String input, UnaryOperator<Image> operation) {
        return argumentSet(name, name, input, operation);
    }

    private static Arguments warp(String name, UnaryWarp warp) {
        return operation(name, image -> warp.apply(new Warp(image, WarpStyle.IMAGENET)));
    }

    private static Arguments bilinear(String name, UnaryWarp warp) {
        return operation(name, image -> warp.apply(new Warp(image, BILINEAR)));
    }

    private interface UnaryWarp {
        Image apply(Warp warp);
    }

    static Stream<Arguments> colours() {
        return Stream.of(
                operation("greyscale", Greyscale::apply),
                operation("solarise-128", image -> Levels.solarise(image, 128)),
                operation("solarise-77", image -> Levels.solarise(image, 77)),
                operation("solarise-add-66", image -> Levels.solariseAdd(image, 66)),
                operation("posterise-3", image -> Levels.posterise(image, 3)),
                operation("posterise-0", image -> Levels.posterise(image, 0)),
                operation("invert", Levels::invert),
                operation("auto-contrast", Histogram::autoContrast),
                operation("auto-contrast-narrow", "narrow", Histogram::autoContrast),
                operation("equalise", Histogram::equalise),
                operation("equalise-narrow", "narrow", Histogram::equalise),
                operation("equalise-tiny", "tiny", Histogram::equalise),
                operation("brightness-0.61", image -> Enhancement.brightness(image, 0.61)),
                operation("brightness-1.38", image -> Enhancement.brightness(image, 1.38)),
                operation("contrast-0.61", image -> Enhancement.contrast(image, 0.61)),
                operation("contrast-1.9", image -> Enhancement.contrast(image, 1.9)),
                operation("saturation-0.1", image -> Enhancement.saturation(image, 0.1)),
                operation("saturation-1.73", image -> Enhancement.saturation(image, 1.73)),
                operation("hue-0.1", image -> HueShift.apply(image, 0.1)),
                operation("hue--0.07", image -> HueShift.apply(image, -0.07)),
                operation("hue-0.5", image -> HueShift.apply(image, 0.5)));
    }

    static Stream<Arguments> filters() {
        return Stream.of(
                operation("sharpness-0.19", image -> Enhancement.sharpness(image, 0.19)),
                operation("sharpness-1.81", image -> Enhancement.sharpness(image, 1.81)),
                operation("sharpness-tiny", "tiny", image -> Enhancement.sharpness(image, 1.81)),
                operation("blur-0.1", image -> GaussianBlur.blur(image, 0.1)),
                operation("blur-0.73", image -> GaussianBlur.blur(image, 0.73)),
                operation("blur-1.4", image -> GaussianBlur.blur(image, 1.4)),
                operation("blur-2", image -> GaussianBlur.blur(image, 2)),
                operation("blur-9.5", image -> GaussianBlur.blur(image, 9.5)),
                operation("blur-tiny-3", "tiny", image -> GaussianBlur.blur(image, 3)));
    }

    static Stream<Arguments> movements() {
        return Stream.of(
                warp("rotate-27", warp -> warp.rotate(27)),
                warp("rotate--13.37", warp -> warp.rotate(-13.37)),
                bilinear("rotate-27-bilinear", warp -> warp.rotate(27)),
                warp("shear-x-0.27", warp -> warp.shearX(0.27)),
                bilinear("shear-x--0.2-bilinear", warp -> warp.shearX(-0.2)),
                warp("shear-y--0.13", warp -> warp.shearY(-0.13)),
                warp("translate-x-0.41", warp -> warp.translateX(0.41)),
                warp("translate-x--0.2", warp -> warp.translateX(-0.2)),
                warp("translate-y-0.33", warp -> warp.translateY(0.33)),
                operation(
                        "resize-bicubic",
                        image -> Resizer.resize(image, new Box(3, 2, 38, 31), 17, 21, Resampling.BICUBIC)),
                operation(
                        "resize-bilinear",
                        image -> Resizer.resize(image, new Box(0, 5, 45, 24), 60, 13, Resampling.BILINEAR)),
                operation(
                        "resize-lanczos",
                        image -> Resizer.resize(image, new Box(1, 1, 43, 30), 20, 20, Resampling.LANCZOS)));
    }

    @ParameterizedTest
    @MethodSource({"colours", "filters", "movements"})
    void givesPillowsPixels(String name, String input, UnaryOperator<Image> operation) throws IOException {
        StoredImages.assertSame(operation.apply(StoredImages.read(input)), StoredImages.read(name));
    }
}
