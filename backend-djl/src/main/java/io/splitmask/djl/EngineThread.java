package io.splitmask.djl;

import io.splitmask.spi.BackendException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of the process on which PyTorch runs fastest: started after the allocator was set up, it allocates
 * from glibc's main arena. All open backends share it, as they share the engine; it ends with the process.
 */
final class EngineThread {
    private static final int ATTEMPTS = 4;
    private static final String REMEDY = "its native libraries need a system like the one they were built for (on Linux"
            + " glibc 2.29 or newer) and a folder to unpack to; DJL_CACHE_DIR names another one";
    private static @Nullable EngineThread instance;

    private final ThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;

    private EngineThread() {
        executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::create);
    }

    private Thread create(Runnable work) {
        Thread created = new Thread(work, "splitmask-djl");
        created.setDaemon(true);
        created.setContextClassLoader(EngineThread.class.getClassLoader());
        thread = created;
        return created;
    }

    /**
     * Returns the thread; the first call starts it and loads the engine there.
     *
     * @throws BackendException if the engine does not start
     */
    static synchronized EngineThread get() {
        EngineThread started = instance;
        if (started == null) {
            ProcessSettings.apply();
            started = start();
            instance = started;
        }
        return started;
    }

    private static EngineThread start() {
        EngineThread candidate = new EngineThread();
        try {
            // later threads may be given another arena, so the first few are tried
            for (int attempt = 1; attempt < ATTEMPTS && !candidate.call(ProcessSettings::serveThisThread); attempt++) {
                candidate.executor.shutdown();
                candidate = new EngineThread();
            }
            candidate.call(EngineLoader::load);
            return candidate;
        } catch (BackendException e) {
            candidate.executor.shutdown();
            throw e;
        } catch (Exception | LinkageError e) {
            candidate.executor.shutdown();
            throw BackendException.notStarted("PyTorch", e, REMEDY);
        }
    }

    /**
     * Runs a task on this thread and waits for it; at once if the caller is this thread. An interrupt of the caller
     * is passed on to the task, and to no other.
     *
     * @throws Exception whatever the task throws
     */
    <T> T call(Callable<T> task) throws Exception {
        return Thread.currentThread() == thread ? task.call() : await(new Interruptible<>(task));
    }

    private <T> T await(Interruptible<T> task) throws Exception {
        Future<T> future = executor.submit(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    task.interrupt();
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A task that can be interrupted at any time: before it runs, the interrupt waits for it. */
    private static final class Interruptible<T> implements Callable<T> {
        private final Callable<T> task;
        private @Nullable Thread runner;
        private boolean interrupted;

        Interruptible(Callable<T> task) {
            this.task = task;
        }

        synchronized void interrupt() {
            interrupted = true;
            if (runner != null) {
                runner.interrupt();
            }
        }

        @Override
        public T call() throws Exception {
            begin();
            try {
                return task.call();
            } finally {
                end();
            }
        }

        private synchronized void begin() {
            runner = Thread.currentThread();
            if (interrupted) {
                runner.interrupt();
            }
        }

        private synchronized void end() {
            runner = null;
            // What came too late for this task is not meant for the next one.
            boolean unused = Thread.interrupted();
        }
    }
}
