package io.splitmask.datasets.transform;

import static io.splitmask.datasets.TestImages.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Image;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrainTransformTest {
    private static final Image PICTURE = noise(40, 30, 1);

    @Test
    void stepsFollowOneAnother() {
        TrainAugmentation augmentation = new TrainAugmentation(
                RandomResizedCrop.STANDARD, 0.5, RandAugment.of(9), RandomErasing.withProbability(1));
        SplittableRandom random = new SplittableRandom(5);
        float[] pixels = new TrainTransform(16, augmentation, Normalization.INCEPTION)
                .apply(PICTURE, random)
                .get(0)
                .pixels();

        SplittableRandom again = new SplittableRandom(5);
        Box box = RandomResizedCrop.STANDARD.sample(40, 30, again);
        boolean flip = again.nextDouble() < 0.5;
        Image resized = Resizer.resize(PICTURE, box, 16, 16, Resampling.BICUBIC);
        Image changed = RandAugment.of(9).apply(flip ? HorizontalFlip.apply(resized) : resized, again);
        float[] expected = Normalization.INCEPTION.apply(changed);
        assertThat(pixels).isNotEqualTo(expected);
        RandomErasing.withProbability(1).apply(expected, 16, 16, again);
        assertThat(pixels).isEqualTo(expected);
        assertThat(random.nextLong()).isEqualTo(again.nextLong());
    }

    @Test
    void changesFollowTheCrop() {
        Augmentation always = (image, random) -> Levels.invert(image);
        TrainAugmentation augmentation =
                new TrainAugmentation(new RandomResizedCrop(1, 1, 1, 1), 0, always, RandomErasing.NONE);
        Image square = noise(16, 16, 2);
        float[] pixels = new TrainTransform(16, augmentation, Normalization.IMAGENET)
                .apply(square, new SplittableRandom(1))
                .get(0)
                .pixels();
        assertThat(pixels).isEqualTo(Normalization.IMAGENET.apply(Levels.invert(square)));
    }

    @Test
    void badProbabilityIsRefused() {
        assertThatThrownBy(() ->
                        new TrainAugmentation(RandomResizedCrop.STANDARD, 1.5, Augmentation.NONE, RandomErasing.NONE))
                .hasMessage("flip: expected a probability in 0..1, got 1.5");
    }
}
