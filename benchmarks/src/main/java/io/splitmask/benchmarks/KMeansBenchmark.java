package io.splitmask.benchmarks;

import io.splitmask.config.Problems;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tensor.Device;
import io.splitmask.tokenizers.Metric;
import io.splitmask.tokenizers.kmeans.KMeans;
import io.splitmask.tokenizers.kmeans.KMeansListener;
import io.splitmask.tokenizers.kmeans.KMeansSettings;
import io.splitmask.tokenizers.kmeans.KMeansState;
import io.splitmask.tokenizers.kmeans.PointSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long an iteration of Lloyd's algorithm takes beside the matrix products in it: M points of 192 values, V words.
 *
 * <p>Two products are the yardstick, both on the same engine, at the sizes that the iteration uses and with their
 * operands on the engine already: the scores, [M, D] by [V, D] transposed, which the iteration must compute; and the
 * sums of points by word, [M, V] transposed by [M, D], which it need not compute as a product, because a row of the left
 * operand has a single 1: it adds the points up on the host instead. So two ratios are printed: to both products
 * together, which is how the algorithm is usually written down, and, stricter, to the scores alone. An iteration also
 * uploads all points, finds the largest score of each row, adds up the costs and makes the new centroids.
 *
 * <p>Iteration and products take turns in one process after one untimed turn; printed are medians over the turns. Without
 * turns a whole clustering of one iteration runs, k-means++ start included, and its time and peak memory are printed.
 *
 * <p>Run: {@code mvn -q -DskipTests -pl benchmarks -am package && java -XX:+UseSerialGC -Xmx4g -cp
 * "benchmarks/target/classes:$(cat benchmarks/target/classpath)" io.splitmask.benchmarks.KMeansBenchmark ENGINE THREADS
 * POINTS WORDS METRIC TURNS}, such as {@code djl 2 300000 2048 cosine 7} or {@code djl 2 3000000 8192 cosine 0}.
 */
public final class KMeansBenchmark {
    private static final int WIDTH = 192;

    private final Backend backend;
    private final PointSet points;
    private final int words;
    private final KMeans kMeans;

    private KMeansBenchmark(Backend backend, PointSet points, int words) {
        this.backend = backend;
        this.points = points;
        this.words = words;
        this.kMeans = new KMeans(backend, points, KMeansSettings.lloyd(words, 1, 0));
    }

    /** Runs it; for the arguments see above. */
    public static void main(String[] args) throws Exception {
        Problems.of("KMeansBenchmark")
                .require(
                        args.length == 6,
                        "expected ENGINE THREADS POINTS WORDS METRIC TURNS, got " + args.length + " arguments")
                .throwIfAny();
        int numPoints = Integer.parseInt(args[2]);
        int words = Integer.parseInt(args[3]);
        int turns = Integer.parseInt(args[5]);
        PointSet points = points(numPoints, Metric.valueOf(args[4].toUpperCase(Locale.ROOT)));
        try (Backend backend = Backends.open(args[0], new BackendConfig(Device.CPU, Integer.parseInt(args[1])))) {
            System.out.println(backend.description() + ": " + points + ", " + words + " words, " + args[4]);
            KMeansBenchmark benchmark = new KMeansBenchmark(backend, points, words);
            String result = backend.call(() -> turns == 0 ? benchmark.once() : benchmark.ratios(turns));
            System.out.println(result);
        }
        System.out.println("peak resident memory: " + peakMegabytes() + " MiB");
    }

    private static PointSet points(int count, Metric metric) {
        RandomStream random = SplittableSeed.of(0).stream();
        PointSet.Builder points = new PointSet.Builder(metric, WIDTH);
        float[] values = new float[WIDTH];
        while (points.size() < count) {
            for (int i = 0; i < WIDTH; i++) {
                values[i] = random.nextFloat() - 0.5f;
            }
            boolean added = points.add(values, 0);
            if (!added) {
                throw new IllegalStateException("a random point has no direction");
            }
        }
        return points.build();
    }

    private String once() {
        Watch watch = new Watch();
        KMeansState state = kMeans.fit(watch).orElseThrow();
        long end = System.nanoTime();
        return String.format(
                Locale.ROOT,
                "k-means++ start %.1f s, iteration %.1f s, cost %.6g",
                (watch.seeded - watch.started) / 1e9,
                (end - watch.seeded) / 1e9,
                state.costs()[0]);
    }

    /** Notes when the start was found. */
    private static final class Watch implements KMeansListener {
        private final long started = System.nanoTime();
        private long seeded;

        @Override
        public void onIteration(KMeansState state) {
            seeded = state.iteration() == 0 ? System.nanoTime() : seeded;
        }
    }

    private String ratios(int turns) {
        float[] start = new float[words * WIDTH];
        RandomStream random = SplittableSeed.of(1).stream();
        for (int i = 0; i < start.length; i++) {
            start[i] = random.nextFloat() - 0.5f;
        }
        KMeansState state = kMeans.startingAt(start);
        double[] iteration = new double[turns];
        double[] toBoth = new double[turns];
        double[] toScores = new double[turns];
        try (KMeansProducts products = new KMeansProducts(backend, points.size(), words, WIDTH)) {
            for (int turn = -1; turn < turns; turn++) {
                long t0 = System.nanoTime();
                KMeansState after = kMeans.iterate(state, KMeansListener.NONE).orElseThrow();
                long t1 = System.nanoTime();
                products.scores();
                long t2 = System.nanoTime();
                products.sums();
                long t3 = System.nanoTime();
                if (after.iteration() == 1 && turn >= 0) {
                    iteration[turn] = (t1 - t0) / 1e9;
                    toBoth[turn] = (t1 - t0) / (double) (t3 - t1);
                    toScores[turn] = (t1 - t0) / (double) (t2 - t1);
                }
            }
        }
        return String.format(
                Locale.ROOT,
                "iteration %.2f s; to both products %s; to the scores alone %s",
                median(iteration),
                shown(toBoth),
                shown(toScores));
    }

    private static String shown(double... ratios) {
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median(ratios), sorted[0], sorted[sorted.length - 1]);
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2]; // of an even number the upper one: the stricter
    }

    private static long peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(-1);
    }
}
