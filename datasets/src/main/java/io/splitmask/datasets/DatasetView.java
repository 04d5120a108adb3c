package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.transform.Stage;
import java.io.IOException;

/** Shows the images of another data set; what it does not change or add is that one's. */
abstract class DatasetView extends ForwardingDataset<StagedDataset> {
    DatasetView(ImageDataset all) {
        super(StagedDataset.of(all));
    }

    @Override
    public Image read(int index, Stage.Listener listener) throws IOException {
        return all().read(index, listener);
    }
}
