package io.splitmask.dl4j;

import io.splitmask.spi.BackendException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Splits loops over a fixed number of threads, the caller's included.
 *
 * <p>The parts depend on the loop alone, never on which thread takes them. If the threads are busy for another caller,
 * the loop runs on the caller's thread.
 */
final class Workers implements AutoCloseable {
    /** Looks at the job field so many times before it sleeps: loops follow each other closely. */
    private static final int SPINS = 2_000;

    private final int threads;
    private final ReentrantLock callers = new ReentrantLock();
    private final List<Thread> helpers = new ArrayList<>();
    private volatile @Nullable Job job;
    private volatile boolean closed;

    /**
     * Starts the threads.
     *
     * @param threads at least 1; the caller's is one of them
     * @param factory makes the others
     * @throws BackendException if the system does not give so many; none is left running then
     */
    Workers(int threads, ThreadFactory factory) {
        this.threads = threads;
        try {
            for (int i = 1; i < threads; i++) {
                Thread helper = factory.newThread(this::help);
                helper.setName("splitmask-dl4j-" + i);
                helper.setDaemon(true);
                helper.start();
                helpers.add(helper);
            }
        } catch (OutOfMemoryError e) {
            close();
            throw new BackendException(
                    "backend 'dl4j': expected to start " + threads + " threads, got " + (1 + helpers.size())
                            + "; ask for fewer (" + e.getMessage() + ")",
                    e);
        }
    }

    /** Part of a loop, from {@code from} (inclusive) to {@code to} (exclusive). */
    @FunctionalInterface
    interface Body {
        void run(int from, int to);
    }

    int threads() {
        return threads;
    }

    /** Runs {@code body} over 0 to {@code count}, in parts of {@code grain}, and waits for the last. */
    void forEach(int count, int grain, Body body) {
        if (count <= 0) {
            return;
        }
        boolean alone = threads == 1 || count <= grain || callers.isHeldByCurrentThread() || !callers.tryLock();
        if (alone) {
            for (int from = 0; from < count; ) {
                int to = (int) Math.min(count, (long) from + grain);
                body.run(from, to);
                from = to;
            }
            return;
        }
        try {
            runTogether(new Job(count, grain, body));
        } finally {
            callers.unlock();
        }
    }

    private void runTogether(Job shared) {
        job = shared;
        int wanted = Math.min(helpers.size(), shared.parts - 1);
        for (int i = 0; i < wanted; i++) {
            LockSupport.unpark(helpers.get(i));
        }
        shared.takeParts();
        shared.waitForOthers();
        job = null;
        shared.rethrow();
    }

    private void help() {
        Job last = null;
        while (!closed) {
            Job next = job;
            for (int i = 0; i < SPINS && (next == null || next == last); i++) {
                Thread.onSpinWait();
                next = job;
            }
            if (next == null || next == last) {
                LockSupport.park(this);
            } else {
                next.takeParts();
                last = next;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        helpers.forEach(LockSupport::unpark);
    }

    /** One loop. Every part is taken once; the loop is over when all parts were reported done. */
    private static final class Job {
        private final int count;
        private final int grain;
        private final int parts;
        private final Body body;
        private final Thread caller = Thread.currentThread();
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile @Nullable Throwable failure;

        Job(int count, int grain, Body body) {
            this.count = count;
            this.grain = grain;
            this.body = body;
            parts = (int) (((long) count + grain - 1) / grain);
        }

        void takeParts() {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                try {
                    int from = part * grain;
                    body.run(from, (int) Math.min(count, (long) from + grain));
                } catch (RuntimeException | Error e) {
                    failure = e;
                } finally {
                    if (done.incrementAndGet() == parts) {
                        LockSupport.unpark(caller);
                    }
                }
            }
        }

        void waitForOthers() {
            for (int i = 0; done.get() < parts; i++) {
                if (i < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
        }

        void rethrow() {
            Throwable thrown = failure;
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }
}
