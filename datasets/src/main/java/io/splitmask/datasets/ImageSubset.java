package io.splitmask.datasets;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.transform.Stage;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Some images of a data set, with its classes. */
public final class ImageSubset extends DatasetView {
    private final List<Integer> positions;

    /**
     * Chooses images.
     *
     * @param all the data set
     * @param positions which of its images, in the order of this set; copied
     */
    public ImageSubset(ImageDataset all, List<Integer> positions) {
        super(all);
        this.positions = List.copyOf(positions);
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

    /** Returns which images of the data set these are. */
    public List<Integer> positions() {
        return positions;
    }

    @Override
    public ImageSubset decodedBy(ImageDecoder decoder) {
        return new ImageSubset(all().decodedBy(decoder), positions);
    }

    @Override
    public int size() {
        return positions.size();
    }

    @Override
    public int label(int index) {
        return super.label(positions.get(index));
    }

    @Override
    public String name(int index) {
        return super.name(positions.get(index));
    }

    @Override
    public Image read(int index, Stage.Listener listener) throws IOException {
        return super.read(positions.get(index), listener);
    }
}
