package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.transform.Stage;
import java.io.IOException;

/** A data set of another library, which reads images its own way. */
final class Unstaged extends ForwardingDataset<ImageDataset> {
    Unstaged(ImageDataset all) {
        super(all);
    }

    @Override
    public Image read(int index, Stage.Listener listener) throws IOException {
        Image image = all().read(index);
        listener.ended(Stage.DECODE);
        return image;
    }

    @Override
    public StagedDataset decodedBy(ImageDecoder decoder) {
        return this;
    }
}
