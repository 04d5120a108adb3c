package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import io.splitmask.data.View;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One view of an image: a random resized crop, a flip, then changes of colour and sharpness. Half-resolution pixels show
 * the same box, resized straight from the source with {@link Resampling#LANCZOS}.
 *
 * <p>Draws, in this order: the box, the flip, the seeds of the changes that there are.
 *
 * @param size of the result
 * @param crop draws the box
 * @param resampling of the full resolution, antialiased
 * @param flipProbability of swapping left and right, 0..1
 * @param photometry what happens to the crop
 * @see "recipes, sections 2.1 to 2.6 and 2.10"
 */
public record CropView(
        ViewSize size, RandomResizedCrop crop, Resampling resampling, double flipProbability, Photometry photometry) {
    /** Checks the numbers. */
    public CropView {
        ImageSize.requirePositive(size.imageSize());
        if (size.half() && size.imageSize() % 2 != 0) {
            throw new IllegalArgumentException(
                    "image size: expected an even number for the half view, got " + size.imageSize());
        }
        if (!(flipProbability >= 0 && flipProbability <= 1)) {
            throw new IllegalArgumentException("flip: expected a probability in 0..1, got " + flipProbability);
        }
    }

    /** Makes the view of one image. */
    View apply(Image image, Normalization normalization, RandomGenerator random, Stage.Listener listener) {
        Box box = crop.sample(image.width(), image.height(), random);
        boolean flip = random.nextDouble() < flipProbability;
        Photometry.Drawn drawn = photometry.draw(random);
        int side = size.imageSize();
        Resizer.Target whole = new Resizer.Target(side, side, resampling);
        List<Image> crops = size.half()
                ? Resizer.resize(image, box, flip, whole, new Resizer.Target(side / 2, side / 2, Resampling.LANCZOS))
                : Resizer.resize(image, box, flip, whole);
        listener.ended(Stage.RESIZE);
        Image full = drawn.full(crops.get(0));
        Optional<Image> half = size.half() ? Optional.of(drawn.half(crops.get(1))) : Optional.empty();
        listener.ended(Stage.AUGMENT);
        float[] pixels = normalization.apply(full);
        View view = half.map(reduced -> new View(side, pixels, normalization.apply(reduced)))
                .orElseGet(() -> View.of(side, pixels));
        listener.ended(Stage.NORMALISE);
        return view;
    }
}
