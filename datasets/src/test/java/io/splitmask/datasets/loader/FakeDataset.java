package io.splitmask.datasets.loader;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.TestImages;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Images of noise that differ by index; some cannot be read. */
final class FakeDataset implements ImageDataset {
    final AtomicInteger numReads = new AtomicInteger();
    private final int size;
    private final Set<Integer> unreadable;

    FakeDataset(int size, Integer... unreadable) {
        this.size = size;
        this.unreadable = Set.of(unreadable);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<String> classes() {
        return List.of("a", "b", "c");
    }

    @Override
    public int label(int index) {
        return index % 3;
    }

    @Override
    public String name(int index) {
        return "image" + index;
    }

    @Override
    public Image read(int index) throws IOException {
        numReads.incrementAndGet();
        if (unreadable.contains(index)) {
            throw new IOException(name(index) + ": damaged");
        }
        return TestImages.noise(12 + index % 5, 10 + index % 7, index);
    }
}
