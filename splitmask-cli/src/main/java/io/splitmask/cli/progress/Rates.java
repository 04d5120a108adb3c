package io.splitmask.cli.progress;

import java.util.ArrayDeque;
import java.util.Deque;

/** Speed over the last half minute, and the time left at the speed since the start. */
final class Rates {
    private static final long WINDOW = 30_000_000_000L;
    /** Distance between remembered moments, so that fast steps do not fill the memory. */
    private static final long RESOLUTION = 500_000_000L;

    private final long startedAt;
    private final Deque<Moment> moments = new ArrayDeque<>();
    private long stepsBefore = -1;

    Rates(long startedAt) {
        this.startedAt = startedAt;
        moments.add(new Moment(startedAt, 0, 0));
    }

    /**
     * Speed at a moment.
     *
     * @param imagesPerSecond over the window
     * @param waitShare share of the window spent waiting for data, 0 to 1
     * @param secondsLeft until the last step
     */
    record Now(double imagesPerSecond, double waitShare, double secondsLeft) {}

    private record Moment(long at, long images, long waited) {}

    void add(long now, ProgressUpdate update) {
        if (stepsBefore < 0) {
            stepsBefore = update.step() - 1;
        }
        if (now - moments.getLast().at() >= RESOLUTION) {
            moments.add(new Moment(now, update.images(), update.waitedNanos()));
        }
        // One step may last longer than the window: the moment before the newest always stays.
        while (moments.size() > 2 && now - moments.getFirst().at() > WINDOW) {
            moments.removeFirst();
        }
    }

    Now rates(long now, ProgressUpdate update) {
        Moment since = moments.getFirst();
        double windowNanos = Math.max(1, now - since.at());
        double done = Math.max(1, update.step() - stepsBefore);
        double nanosPerStep = (now - startedAt) / done;
        return new Now(
                (update.images() - since.images()) * 1e9 / windowNanos,
                Math.min(1, (update.waitedNanos() - since.waited()) / windowNanos),
                nanosPerStep * Math.max(0, update.steps() - update.step()) / 1e9);
    }
}
