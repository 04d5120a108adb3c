package io.splitmask.djl;

import ai.djl.pytorch.jni.JniUtils;
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
    private static @Nullable EngineThread instance;

    private final ThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;
    private int threads;

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
            HostAllocator.keepFreedMemory();
            OpenMpWaiting.spinBriefly();
            started = start();
            instance = started;
        }
        return started;
    }

    private static EngineThread start() {
        EngineThread candidate = new EngineThread();
        try {
            // later threads may be given another arena, so the first few are tried
            for (int attempt = 1; attempt < ATTEMPTS && !candidate.takesMainArena(); attempt++) {
                candidate.executor.shutdown();
                candidate = new EngineThread();
            }
            candidate.await(candidate.executor.submit(EngineLoader::load));
            return candidate;
        } catch (BackendException e) {
            candidate.executor.shutdown();
            throw e;
        } catch (Exception | LinkageError e) {
            candidate.executor.shutdown();
            throw new BackendException("PyTorch does not start: " + e, e);
        }
    }

    private boolean takesMainArena() throws Exception {
        return await(executor.submit(HostAllocator::isThreadOnMainArena));
    }

    /**
     * Runs a task on this thread and waits for it; at once if the caller is this thread. An interrupt of the caller
     * is passed on to the task.
     *
     * @param numThreads how many threads PyTorch may use meanwhile
     * @throws Exception whatever the task throws
     */
    <T> T call(int numThreads, Callable<T> task) throws Exception {
        if (Thread.currentThread() == thread) {
            return task.call();
        }
        return await(executor.submit(() -> {
            if (threads != numThreads) {
                JniUtils.setNumThreads(numThreads);
                threads = numThreads;
            }
            return task.call();
        }));
    }

    private <T> T await(Future<T> future) throws Exception {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    Thread worker = thread;
                    if (worker != null) {
                        worker.interrupt();
                    }
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
}
