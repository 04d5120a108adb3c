package io.splitmask.cli.embed;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The images that are most similar to one, of those seen so far. */
final class Nearest {
    /** The worst first: the least similar, and of equals the last in the data set. */
    private static final Comparator<Neighbour> WORST = Comparator.comparingDouble(Neighbour::similarity)
            .thenComparing(Comparator.comparingInt(Neighbour::index).reversed());

    private final float[] query;
    private final double norm;
    private final int count;
    private final PriorityQueue<Neighbour> best = new PriorityQueue<>(WORST);

    /**
     * A similar image.
     *
     * @param index position in the data set
     * @param similarity cosine of the angle between the features, -1 to 1
     */
    record Neighbour(int index, double similarity) {}

    /** Starts with none. @param query features of the image @param count how many are kept */
    Nearest(float[] query, int count) {
        this.query = query;
        this.norm = norm(query, 0);
        this.count = count;
    }

    /**
     * Looks at another image.
     *
     * @param index position in the data set
     * @param features hold the image's features
     * @param start position of the first
     * @throws IllegalArgumentException if the features are not finite
     */
    void add(int index, float[] features, int start) {
        double dot = 0;
        for (int i = 0; i < query.length; i++) {
            dot += (double) query[i] * features[start + i];
        }
        double length = norm * norm(features, start);
        if (!Double.isFinite(length)) {
            throw new IllegalArgumentException(
                    "features: expected finite values, got NaN or infinity; has the run of --weights diverged?");
        }
        best.add(new Neighbour(index, length == 0 ? 0 : dot / length));
        if (best.size() > count) {
            best.remove();
        }
    }

    private double norm(float[] features, int start) {
        double squares = 0;
        for (int i = 0; i < query.length; i++) {
            squares += (double) features[start + i] * features[start + i];
        }
        return Math.sqrt(squares);
    }

    /** Returns those kept, the most similar first. */
    List<Neighbour> found() {
        return best.stream().sorted(WORST.reversed()).toList();
    }
}
