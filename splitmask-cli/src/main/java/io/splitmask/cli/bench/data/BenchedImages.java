package io.splitmask.cli.bench.data;

import io.splitmask.cli.option.DataSetName;
import io.splitmask.cli.option.ImageSelection;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.DataSetSource;
import io.splitmask.datasets.StagedDataset;
import io.splitmask.datasets.benchmark.SyntheticPhotos;
import io.splitmask.datasets.format.ImageDecoder;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;

/**
 * Images that are timed.
 *
 * @param source the data set; empty for made-up photos
 */
record BenchedImages(Optional<DataSetSource> source) {
    private static final int NUM_PHOTOS = 32;
    private static final int WIDTH = 500;
    private static final int HEIGHT = 375;

    /** JPEG files of ImageNet's usual size. */
    static final BenchedImages SYNTHETIC = new BenchedImages(Optional.empty());

    /** Opens the images. @param reduceTo see {@link ImageDecoder#reducingTo}, 0 to read them whole */
    ImageDataset open(int reduceTo) throws IOException {
        StagedDataset images = source.isPresent()
                ? StagedDataset.of(ImageSelection.all(source.get()).unlabelled())
                : new SyntheticPhotos(NUM_PHOTOS, WIDTH, HEIGHT);
        return reduceTo == 0 ? images : images.decodedBy(new ImageDecoder().reducingTo(reduceTo));
    }

    @Override
    public String toString() {
        return source.map(DataSetSource::toString).orElse("synthetic");
    }

    /** Reads {@code synthetic} or what {@link DataSetName} reads. */
    static final class Reader implements ITypeConverter<BenchedImages> {
        @Override
        public BenchedImages convert(String text) {
            return text.equals(SYNTHETIC.toString())
                    ? SYNTHETIC
                    : new BenchedImages(Optional.of(new DataSetName().convert(text)));
        }
    }
}
