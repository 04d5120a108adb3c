package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.format.ImageDecoder;
import java.util.List;

/** A data set without its labels, as pre-training must see it. */
final class Unlabelled extends DatasetView {
    Unlabelled(ImageDataset all) {
        super(all);
    }

    @Override
    public List<String> classes() {
        return List.of();
    }

    @Override
    public int label(int index) {
        return UNLABELLED;
    }

    @Override
    public Unlabelled decodedBy(ImageDecoder decoder) {
        return new Unlabelled(all().decodedBy(decoder));
    }
}
