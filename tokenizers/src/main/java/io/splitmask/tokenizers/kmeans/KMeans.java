package io.splitmask.tokenizers.kmeans;

import io.splitmask.config.Problems;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import io.splitmask.tokenizers.Codebook;
import io.splitmask.tokenizers.Metric;
import io.splitmask.tokenizers.NearestWords;
import java.util.Optional;

/**
 * k-means: finds centroids such that every point is near to one.
 *
 * <p>The engine compares points with centroids, {@value PointSet#CHUNK_ROWS} points at a time and in matrix products of
 * bounded size ({@link NearestWords}); sums and costs are added up on the host. So memory beside the points is a few
 * times V*D plus the scores of one product: 3 million points and 8,192 centroids of 192 values need 2.3 GB for the points
 * and about 0.5 GB more. Call it inside {@link Backend#call}.
 *
 * <pre>{@code
 * KMeans kMeans = new KMeans(backend, points, KMeansSettings.lloyd(8192, 25, seed));
 * Codebook words = kMeans.codebook(kMeans.fit(KMeansListener.NONE).orElseThrow(), 8);
 * }</pre>
 *
 * @see "paper, sections 3.3 and 5.5; golden cases, section 12; recipes, section 8.2, 35"
 */
public final class KMeans {
    /** Values of all centroids together, at most: {@value}. */
    static final int MAX_VALUES = 1 << 29;

    private final Backend backend;
    private final PointSet points;
    private final KMeansSettings settings;
    private final KMeansTask task;
    private final SplittableSeed seed;

    /**
     * Prepares a clustering.
     *
     * @throws IllegalArgumentException if there are fewer points than clusters
     */
    public KMeans(Backend backend, PointSet points, KMeansSettings settings) {
        Problems.of("KMeans")
                .require(
                        points.size() >= settings.clusters(),
                        "expected at least as many points as the " + settings.clusters() + " clusters, got "
                                + points.size())
                .require(
                        (long) settings.clusters() * points.width() <= MAX_VALUES,
                        "expected at most " + MAX_VALUES / points.width() + " clusters of " + points.width()
                                + " values, got " + settings.clusters())
                .throwIfAny();
        this.backend = backend;
        this.points = points;
        this.settings = settings;
        this.task = KMeansTask.of(points, settings);
        this.seed = SplittableSeed.of(settings.seed()).child("k-means");
    }

    /** Returns what is clustered and how, for a file of the state. */
    KMeansTask task() {
        return task;
    }

    /**
     * Clusters from a k-means++ start.
     *
     * @return the last state; empty if the listener stopped it, whose last state is then the one to go on from
     * @throws IllegalArgumentException if there are fewer different points than clusters
     */
    public Optional<KMeansState> fit(KMeansListener listener) {
        float[] centroids = new KMeansPlusPlus(points, settings.clusters(), seed).centroids(listener);
        if (centroids.length == 0) {
            return Optional.empty();
        }
        KMeansState start = startingAt(centroids);
        listener.onIteration(start);
        return resume(start, listener);
    }

    /**
     * Clusters from a state of the same task; the result is that of a clustering that never stopped.
     *
     * @return as {@link #fit}
     */
    public Optional<KMeansState> resume(KMeansState state, KMeansListener listener) {
        KMeansState now = state;
        while (!isFinished(now)) {
            Optional<KMeansState> next = iterate(now, listener);
            if (next.isEmpty()) {
                return next;
            }
            now = next.get();
            listener.onIteration(now);
        }
        return Optional.of(now);
    }

    /**
     * Returns a state before the first iteration.
     *
     * @param centroids [V, D], row-major, copied; of unit length for {@link Metric#COSINE}
     */
    public KMeansState startingAt(float[] centroids) {
        Problems.of("KMeans")
                .require(
                        centroids.length == settings.clusters() * points.width(),
                        "expected " + settings.clusters() + " centroids of " + points.width() + " values, got "
                                + centroids.length + " values")
                .throwIfAny();
        return new KMeansState(task.normalises(), centroids.clone(), new long[settings.clusters()]);
    }

    /** Returns whether all iterations are done, or the cost is no longer lowered enough. */
    public boolean isFinished(KMeansState state) {
        double[] costs = state.costs();
        int last = costs.length - 1;
        boolean settled = settings.isLloyd()
                && last >= 1
                && costs[last - 1] - costs[last] <= settings.tolerance() * costs[last - 1];
        return settled || costs.length >= settings.iterations();
    }

    /** Does one more iteration. @return empty if the listener stopped it */
    public Optional<KMeansState> iterate(KMeansState state, KMeansListener listener) {
        return settings.isLloyd() ? lloyd(state, listener) : miniBatch(state, listener);
    }

    private Optional<KMeansState> lloyd(KMeansState state, KMeansListener listener) {
        float[] centroids = state.centroids();
        boolean reseeds = settings.emptyClusters() == KMeansSettings.EmptyClusters.RESEED;
        float[] costs = new float[reseeds ? points.size() : 0];
        ClusterSums sums = new ClusterSums(points.metric(), centroids, points.width());
        boolean complete = eachChunk(
                centroids,
                state.iteration() + 1,
                listener,
                (chunk, clusters, start) -> sums.add(chunk, clusters, costs, start));
        if (!complete) {
            return Optional.empty();
        }
        float[] next = sums.centroids();
        if (reseeds) {
            RandomStream random = seed.child("reseed").child(state.iteration()).stream();
            EmptyClusterReseeding.apply(points, next, sums.counts(), costs, random);
        }
        return Optional.of(state.next(next, sums.counts(), sums.cost()));
    }

    private Optional<KMeansState> miniBatch(KMeansState state, KMeansListener listener) {
        int width = points.width();
        float[] centroids = state.centroids();
        ClusterSums sums = new ClusterSums(points.metric(), centroids, width);
        RandomStream random = seed.child("batch").child(state.iteration()).stream();
        try (TensorScope scope = TensorScope.open()) {
            NearestWords nearest = new NearestWords(backend, points.metric(), centroids, width);
            for (int done = 0; done < settings.batchSize(); ) {
                float[] rows = new float[Math.min(PointSet.CHUNK_ROWS, settings.batchSize() - done) * width];
                for (int at = 0; at < rows.length; at += width) {
                    points.copy(random.nextInt(points.size()), rows, at);
                }
                sums.add(rows, assign(nearest, rows), new float[0], 0);
                done += rows.length / width;
                listener.onPoints(state.iteration() + 1, done, settings.batchSize());
                if (listener.stopRequested()) {
                    return Optional.empty();
                }
            }
        }
        long[] counts = state.counts();
        float[] means = sums.merged(state.means(), counts);
        for (int cluster = 0; cluster < counts.length; cluster++) {
            counts[cluster] += sums.counts()[cluster];
        }
        return Optional.of(state.next(means, counts, sums.cost()));
    }

    /** Takes the points of an array and the nearest centroid of each. */
    private interface ChunkConsumer {
        void accept(float[] chunk, int[] clusters, int start);
    }

    /** Assigns all points, array by array. @return false if the listener stopped it */
    private boolean eachChunk(float[] centroids, int iteration, KMeansListener listener, ChunkConsumer consumer) {
        try (TensorScope scope = TensorScope.open()) {
            NearestWords nearest = new NearestWords(backend, points.metric(), centroids, points.width());
            for (int i = 0; i < points.numChunks(); i++) {
                float[] chunk = points.chunk(i);
                int[] clusters = assign(nearest, chunk);
                consumer.accept(chunk, clusters, points.chunkStart(i));
                listener.onPoints(iteration, points.chunkStart(i) + clusters.length, points.size());
                if (listener.stopRequested()) {
                    return false;
                }
            }
            return true;
        }
    }

    private int[] assign(NearestWords nearest, float[] rows) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor uploaded = Tensor.of(backend, rows, rows.length / points.width(), points.width());
            return nearest.of(uploaded).toInts();
        }
    }

    /**
     * Assigns every point to its nearest centroid.
     *
     * @param centroids [V, D], row-major
     * @return the clusters and what they cost
     */
    public Assignment assign(float[] centroids) {
        int[] all = new int[points.size()];
        ClusterSums sums = new ClusterSums(points.metric(), centroids, points.width());
        eachChunk(centroids, 1, KMeansListener.NONE, (chunk, clusters, start) -> {
            System.arraycopy(clusters, 0, all, start, clusters.length);
            sums.add(chunk, clusters, new float[0], start);
        });
        return new Assignment(all, sums.cost());
    }

    /** The cluster of each point, and the sum of their costs. */
    public static final class Assignment {
        private final int[] clusters;
        private final double cost;

        private Assignment(int[] clusters, double cost) {
            this.clusters = clusters;
            this.cost = cost;
        }

        /** Returns [M], not a copy. */
        public int[] clusters() {
            return clusters;
        }

        /** Returns the cost as {@link KMeansState#costs} has it. */
        public double cost() {
            return cost;
        }
    }

    /**
     * Returns the centroids as words, for the metric of the points.
     *
     * @param patchSize P, with D = 3*P*P
     * @throws IllegalArgumentException if D is not that
     */
    public Codebook codebook(KMeansState state, int patchSize) {
        Problems.of("KMeans")
                .require(
                        3L * patchSize * patchSize == points.width(),
                        "expected a patch size P with 3*P*P = " + points.width() + ", got " + patchSize)
                .throwIfAny();
        String origin = (points.metric() == Metric.COSINE ? "spherical k-means, " : "k-means, ")
                + (settings.isLloyd() ? "" : "batches of " + settings.batchSize() + ", ") + state.iteration()
                + " iterations on " + points.size() + " patches, seed " + settings.seed();
        return points.metric() == Metric.COSINE
                ? Codebook.normalised(patchSize, origin, state.centroids())
                : Codebook.points(patchSize, origin, state.centroids());
    }
}
