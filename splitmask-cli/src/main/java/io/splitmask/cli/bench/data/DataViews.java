package io.splitmask.cli.bench.data;

import io.splitmask.datasets.transform.Augmentation;
import io.splitmask.datasets.transform.CropView;
import io.splitmask.datasets.transform.EvalTransform;
import io.splitmask.datasets.transform.GaussianBlur;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.datasets.transform.Photometry;
import io.splitmask.datasets.transform.PretrainTransform;
import io.splitmask.datasets.transform.RandAugment;
import io.splitmask.datasets.transform.RandomColourJitter;
import io.splitmask.datasets.transform.RandomErasing;
import io.splitmask.datasets.transform.RandomResizedCrop;
import io.splitmask.datasets.transform.Resampling;
import io.splitmask.datasets.transform.StagedTransform;
import io.splitmask.datasets.transform.TrainAugmentation;
import io.splitmask.datasets.transform.TrainTransform;
import io.splitmask.datasets.transform.ViewSize;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What is made of an image, one for each kind of training. */
enum DataViews {
    /** One crop, flipped, and the same at half size. */
    PRETRAIN(PretrainTransform::new),
    /** Two crops with changes of colour and sharpness, as those of MoCo v3. */
    CONTRAST(DataViews::contrast),
    /** One crop with RandAugment and erasing. */
    FINETUNE(size -> new TrainTransform(
            size,
            new TrainAugmentation(
                    RandomResizedCrop.STANDARD, 0.5, RandAugment.of(9), RandomErasing.withProbability(0.25)),
            Normalization.IMAGENET)),
    /** The middle of the image. */
    TEST(EvalTransform::new);

    private final IntFunction<StagedTransform> ofSize;

    DataViews(IntFunction<StagedTransform> ofSize) {
        this.ofSize = ofSize;
    }

    private static StagedTransform contrast(int size) {
        Augmentation colour = Photometry.colour(RandomColourJitter.BYOL, 0.8, 0.2);
        Photometry photometry = new Photometry(colour, GaussianBlur.BYOL.withProbability(0.5), Augmentation.NONE);
        CropView view =
                new CropView(ViewSize.whole(size), RandomResizedCrop.STANDARD, Resampling.BICUBIC, 0.5, photometry);
        return new PretrainTransform(List.of(view, view), Normalization.IMAGENET);
    }

    /** Returns the transform. @param size Hi = Wi in pixels */
    StagedTransform transform(int size) {
        return ofSize.apply(size);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a name. */
    static final class Reader implements ITypeConverter<DataViews> {
        @Override
        public DataViews convert(String text) {
            return Arrays.stream(values())
                    .filter(views -> views.toString().equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "unknown views '" + text + "'; known: " + Arrays.toString(values())));
        }
    }
}
