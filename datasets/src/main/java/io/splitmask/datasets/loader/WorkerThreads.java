package io.splitmask.datasets.loader;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one loader. They are daemons, so a forgotten loader does not keep the program alive. */
final class WorkerThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerThreads.class);
    private static final int CLOSE_SECONDS = 30;

    private final ExecutorService executor;

    WorkerThreads(int numThreads) {
        AtomicInteger number = new AtomicInteger();
        executor = Executors.newFixedThreadPool(numThreads, task -> {
            Thread thread = new Thread(task, "splitmask-loader-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Tasks start in the order of submission. */
    void submit(Runnable task) {
        executor.execute(task);
    }

    /** Drops what has not begun and waits for the images that are being decoded. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("loader threads are still busy {} s after the loader was closed", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
