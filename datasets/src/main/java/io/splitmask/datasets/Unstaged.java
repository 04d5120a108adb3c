package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.transform.Stage;
import java.io.IOException;
import java.util.List;

/**
 * A data set of another library, which reads images its own way.
 *
 * @param all the images
 */
record Unstaged(ImageDataset all) implements StagedDataset {
    @Override
    public int size() {
        return all.size();
    }

    @Override
    public List<String> classes() {
        return all.classes();
    }

    @Override
    public int label(int index) {
        return all.label(index);
    }

    @Override
    public String name(int index) {
        return all.name(index);
    }

    @Override
    public Image read(int index, Stage.Listener listener) throws IOException {
        Image image = all.read(index);
        listener.ended(Stage.DECODE);
        return image;
    }

    @Override
    public StagedDataset decodedBy(ImageDecoder decoder) {
        return this;
    }
}
