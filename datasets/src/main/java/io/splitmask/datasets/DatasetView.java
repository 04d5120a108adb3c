package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.transform.Stage;
import java.io.IOException;
import java.util.List;

/** Shows the images of another data set; what it does not change or add is that one's. */
abstract class DatasetView implements StagedDataset {
    private final StagedDataset all;

    DatasetView(ImageDataset all) {
        this.all = StagedDataset.of(all);
    }

    /** Returns the other data set. */
    final StagedDataset all() {
        return all;
    }

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
        return all.read(index, listener);
    }
}
