package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import java.util.List;

/**
 * Takes what it does not change or add from another data set, save how images are read.
 *
 * @param <D> the other data set
 */
abstract class ForwardingDataset<D extends ImageDataset> implements StagedDataset {
    private final D all;

    ForwardingDataset(D all) {
        this.all = all;
    }

    /** Returns the other data set. */
    final D all() {
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
}
