package io.splitmask.cli.option;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.DataSetOptions;
import io.splitmask.datasets.DataSetSource;
import io.splitmask.datasets.DataSets;
import io.splitmask.datasets.LabelledSplits;
import io.splitmask.datasets.Split;
import io.splitmask.datasets.Subset;
import java.io.IOException;

/**
 * Which images a command works on, as a run's settings keep it.
 *
 * @param data what {@link DataSetSource#of} understands
 * @param subset what {@link Subset#of} understands
 * @param subsetSeed of what is drawn for a share of the images
 * @param reduceTo pixels below which no side of a reduced image falls, 0 to read images whole
 */
public record ImageSelection(String data, String subset, long subsetSeed, int reduceTo) {
    /** All images of a data set, read whole. */
    public static ImageSelection all(DataSetSource source) {
        return new ImageSelection(source.toString(), Subset.ALL.toString(), 0, 0);
    }

    /**
     * Opens the images for pre-training, without labels.
     *
     * @throws IOException if files are missing or wrong; one line
     */
    public ImageDataset unlabelled() throws IOException {
        return DataSets.openUnlabelled(DataSetSource.of(data), options());
    }

    /**
     * Opens the images that are held back for tests, all of them.
     *
     * @throws IOException if files are missing or wrong, or the data set has no such part; one line
     */
    public ImageDataset test() throws IOException {
        return DataSets.open(DataSetSource.of(data), Split.TEST, options());
    }

    /**
     * Opens training and test images with labels.
     *
     * @throws IOException if files are missing or wrong, or there are fewer than two classes; one line
     */
    public LabelledSplits labelled() throws IOException {
        return DataSets.openLabelled(DataSetSource.of(data), options());
    }

    /** Returns a text that tells these images from others, for what is kept of them. */
    public String origin() {
        String part = subset.equals(Subset.ALL.toString()) ? "" : " subset " + subset + " seed " + subsetSeed;
        return data + part + (reduceTo == 0 ? "" : " reduced to " + reduceTo);
    }

    private DataSetOptions options() {
        DataSetOptions all = DataSetOptions.DEFAULT.withSubset(Subset.of(subset, subsetSeed));
        return reduceTo == 0 ? all : all.reducingTo(reduceTo);
    }
}
