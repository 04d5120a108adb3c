package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some images of a data set, with its classes.
 *
 * @param all the data set
 * @param positions which of its images, in the order of this set
 */
public record ImageSubset(ImageDataset all, List<Integer> positions) implements ImageDataset {
    /** Copies the list. */
    public ImageSubset {
        positions = List.copyOf(positions);
    }

    /** Returns up to {@code count} images, spread evenly. */
    public static ImageSubset spread(ImageDataset all, int count) {
        int taken = Math.min(count, all.size());
        return new ImageSubset(
                all,
                IntStream.range(0, taken)
                        .mapToObj(i -> (int) ((long) i * all.size() / taken))
                        .toList());
    }

    @Override
    public int size() {
        return positions.size();
    }

    @Override
    public List<String> classes() {
        return all.classes();
    }

    @Override
    public int label(int index) {
        return all.label(positions.get(index));
    }

    @Override
    public String name(int index) {
        return all.name(positions.get(index));
    }

    @Override
    public Image read(int index) throws IOException {
        return all.read(positions.get(index));
    }
}
