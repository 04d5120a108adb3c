package io.splitmask.cli.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run end in order when the user presses Ctrl-C or the system asks the process to stop. While it is open, the JVM
 * waits for it to be closed before it ends, with code 130 after Ctrl-C. A long loop asks {@link #requested()} between
 * steps, writes its checkpoint and returns:
 *
 * <pre>{@code
 * try (Interruption interruption = Interruption.listen(Duration.ofMinutes(2))) {
 *     while (!done && !interruption.requested()) { step(); }
 *     writeCheckpoint();
 * }
 * }</pre>
 */
public final class Interruption implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean requested;

    private Interruption(Duration patience) {
        hook = new Thread(() -> await(patience), "splitmask-interruption");
    }

    /** Starts to listen; after {@code patience} the JVM ends even if the run has not. */
    public static Interruption listen(Duration patience) {
        Interruption interruption = new Interruption(patience);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Returns whether the run should write its checkpoint and end. */
    public boolean requested() {
        return requested;
    }

    @Override
    public void close() {
        closed.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                requested = true; // the JVM began to stop just now
            }
        }
    }

    private void await(Duration patience) {
        requested = true;
        try {
            boolean inTime = closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!inTime) {
                System.err.println("splitmask: stopped without a checkpoint: the step under way took too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
