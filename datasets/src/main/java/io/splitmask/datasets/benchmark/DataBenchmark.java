package io.splitmask.datasets.benchmark;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.data.View;
import io.splitmask.datasets.StagedDataset;
import io.splitmask.datasets.transform.Stage;
import io.splitmask.datasets.transform.StagedTransform;
import io.splitmask.random.SplittableSeed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads, decodes and transforms images and says how long each stage took. What is counted is the time for which a
 * processor worked for the threads, so that other programs disturb little; where the platform does not tell it, the time
 * of the clock.
 */
public final class DataBenchmark {
    private final StagedDataset dataset;
    private final StagedTransform transform;

    /**
     * Prepares a measurement.
     *
     * @param dataset where images come from, at least one
     * @param transform what is made of them
     */
    public DataBenchmark(ImageDataset dataset, StagedTransform transform) {
        if (dataset.size() == 0) {
            throw new IllegalArgumentException("data benchmark: expected at least 1 image, got none");
        }
        this.dataset = StagedDataset.of(dataset);
        this.transform = transform;
    }

    /**
     * Goes through the data set, again and again if need be.
     *
     * @param numWarmup images that are not counted: the first ones are slow
     * @param numImages images that are counted, at least 1
     * @param numThreads that share the work, at least 1
     * @throws IOException if an image cannot be read
     */
    public DataBenchmarkResult run(int numWarmup, int numImages, int numThreads)
            throws IOException, InterruptedException {
        if (numWarmup < 0 || numImages < 1 || numThreads < 1) {
            throw new IllegalArgumentException("data benchmark: expected a warm-up of at least 0, at least 1 image and"
                    + " at least 1 thread, got " + numWarmup + ", " + numImages + " and " + numThreads);
        }
        ExecutorService threads = Executors.newFixedThreadPool(numThreads);
        try {
            onThreads(threads, numThreads, numWarmup);
            long program = ProcessorTime.ofProgram();
            long begin = System.nanoTime();
            Work work = onThreads(threads, numThreads, numImages);
            return new DataBenchmarkResult(
                    numImages,
                    work.numPixels,
                    numThreads,
                    System.nanoTime() - begin,
                    ProcessorTime.ofProgram() - program,
                    work.nanos);
        } finally {
            threads.shutdownNow();
        }
    }

    private Work onThreads(ExecutorService threads, int numThreads, int numImages)
            throws IOException, InterruptedException {
        List<Callable<Work>> parts = new ArrayList<>();
        for (int thread = 0; thread < numThreads; thread++) {
            int first = thread;
            parts.add(() -> part(first, numImages, numThreads));
        }
        Work all = new Work();
        for (Future<Work> part : threads.invokeAll(parts)) {
            try {
                all.add(part.get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException unreadable) {
                    throw unreadable;
                }
                throw new IllegalStateException("data benchmark: " + e.getCause(), e);
            }
        }
        return all;
    }

    /** Makes every {@code step}th image. */
    private Work part(int first, int end, int step) throws IOException {
        Work work = new Work();
        for (int number = first; number < end; number += step) {
            work.last = ProcessorTime.ofThread();
            Image image = dataset.read(number % dataset.size(), work);
            work.numPixels += (long) image.width() * image.height();
            List<View> views = transform.apply(image, SplittableSeed.of(0).child(number).stream(), work);
            if (views.isEmpty()) {
                throw new IllegalStateException("the transform made no view");
            }
        }
        return work;
    }

    /** What a thread did: adds up the time between the ends of stages. */
    private static final class Work implements Stage.Listener {
        private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
        private long numPixels;
        private long last;

        @Override
        public void ended(Stage stage) {
            long now = ProcessorTime.ofThread();
            nanos.merge(stage, now - last, Long::sum);
            last = now;
        }

        void add(Work other) {
            other.nanos.forEach((stage, time) -> nanos.merge(stage, time, Long::sum));
            numPixels += other.numPixels;
        }
    }
}
