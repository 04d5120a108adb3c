package io.splitmask.datasets.loader;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    WorkerThreads(int numThreads) {
        AtomicInteger number = new AtomicInteger();
        executor = Executors.newFixedThreadPool(numThreads, task -> {
            Thread thread = new Thread(task, "splitmask-loader-" + number.incrementAndGet());
            thread.setDaemon(true);
            threads.add(thread);
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
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
            for (Thread thread : threads) { // not awaitTermination: it returns while threads are still ending
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(0, deadline - System.nanoTime()));
                if (thread.isAlive()) {
                    LOG.warn("{} is still busy {} s after the loader was closed", thread.getName(), CLOSE_SECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
