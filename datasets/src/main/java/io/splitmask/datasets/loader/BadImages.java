package io.splitmask.datasets.loader;

import io.splitmask.data.ImageDataset;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images found unreadable so far: each is logged once and not tried again. Thread-safe. */
final class BadImages {
    private static final Logger LOG = LoggerFactory.getLogger(BadImages.class);
    private static final int NUM_EXAMPLES = 3;

    private final ImageDataset dataset;
    private final double maxShare;
    private final ConcurrentSkipListMap<Integer, String> reasons = new ConcurrentSkipListMap<>();

    BadImages(ImageDataset dataset, double maxShare) {
        this.dataset = dataset;
        this.maxShare = maxShare;
    }

    boolean contains(int index) {
        return reasons.containsKey(index);
    }

    int count() {
        return reasons.size();
    }

    /** Returns why each could not be read, by position; a copy. */
    SortedMap<Integer, String> reasons() {
        return new TreeMap<>(reasons);
    }

    /** Notes an image; fails if there are too many now. */
    void add(int index, IOException e) {
        String reason = e.getMessage() == null ? dataset.name(index) + ": " + e : e.getMessage();
        if (reasons.putIfAbsent(index, reason) == null) {
            LOG.warn("image left out: {}", reason);
        }
        if (reasons.size() > maxShare * dataset.size()) {
            throw tooMany();
        }
    }

    LoaderException tooMany() {
        StringBuilder message = new StringBuilder();
        message.append(reasons.size())
                .append(" of ")
                .append(dataset.size())
                .append(" images are unreadable; expected at most ");
        message.append(Math.round(maxShare * 1000) / 10.0).append(" %; first: ");
        message.append(
                String.join("; ", reasons.values().stream().limit(NUM_EXAMPLES).toList()));
        return new LoaderException(message.toString());
    }
}
