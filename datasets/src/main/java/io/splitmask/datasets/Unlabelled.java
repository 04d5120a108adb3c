package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import java.io.IOException;
import java.util.List;

/**
 * A data set without its labels, as pre-training must see it.
 *
 * @param all the images
 */
record Unlabelled(ImageDataset all) implements ImageDataset {
    @Override
    public int size() {
        return all.size();
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
    public String name(int index) {
        return all.name(index);
    }

    @Override
    public Image read(int index) throws IOException {
        return all.read(index);
    }
}
