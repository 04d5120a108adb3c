package io.splitmask.cli.fuzz;

import com.sun.management.ThreadMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.splitmask.cli.option.UsageException;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has a parser read damaged files. Each must be read or refused, by an exception that says in one line which file is
 * wrong, within bounds of memory and time.
 */
final class Fuzzer {
    /** {@value} bytes that one input may take from the heap; the largest has 13 kB. */
    static final long MOST_BYTES = 4L << 20;

    /** {@value} s of processor time for one input. */
    static final long MOST_SECONDS = 5;

    /** Files that the rest of the process may open meanwhile, such as classes. */
    private static final long FILES_OF_OTHERS = 10;

    private static final int LONGEST_MESSAGE = 2_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final FuzzTarget target;
    private final Path folder;
    private final long seed;
    private final AtomicLong started = new AtomicLong();
    private long numRead;
    private long numRefused;
    private long mostBytes;

    Fuzzer(FuzzTarget target, Path folder, long seed) {
        this.target = target;
        this.folder = folder;
        this.seed = seed;
    }

    /**
     * What came of the inputs.
     *
     * @param mostBytes that one of them took from the heap
     */
    record Outcome(String format, long read, long refused, long mostBytes) {}

    /**
     * Reads inputs one after the other.
     *
     * @throws AssertionError at the first wrong answer; it names the seed and the number of the input
     */
    Outcome run(long numInputs) throws Exception {
        for (Map.Entry<String, byte[]> file : target.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        // On a thread of its own: one that hangs in a native decoder cannot be stopped, only left behind.
        FutureTask<Outcome> inputs = new FutureTask<>(() -> all(numInputs));
        Thread thread = new Thread(inputs, "fuzz-" + target.name());
        thread.setDaemon(true);
        thread.start();
        long seen = -1;
        while (!inputs.isDone()) {
            try {
                return inputs.get(30, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                if (started.get() == seen) {
                    throw new AssertionError(input(seen) + " hangs in " + Arrays.toString(thread.getStackTrace()), e);
                }
                seen = started.get();
            }
        }
        return inputs.get();
    }

    private Outcome all(long numInputs) throws IOException {
        String last = target.damaged().get(0);
        // Loads the classes, which the first input would else be charged for.
        target.reading().read(folder, folder.resolve(last));
        long openFiles = openFiles();
        for (long number = 0; number < numInputs; number++) {
            started.set(number);
            RandomStream random = SplittableSeed.of(seed).child(target.name()).child(number).stream();
            String name = target.damaged().get(random.nextInt(target.damaged().size()));
            if (!name.equals(last)) {
                replace(last, target.whole(last));
                last = name;
            }
            byte[] damaged = new Mutation(random).of(target.whole(name));
            replace(name, random.nextBoolean() ? target.repair().apply(damaged) : damaged);
            check(number, folder.resolve(name));
        }
        if (openFiles() > openFiles + FILES_OF_OTHERS) {
            throw new AssertionError(target.name() + ": " + openFiles() + " files are open, " + openFiles + " before");
        }
        return new Outcome(target.name(), numRead, numRefused, mostBytes);
    }

    /** Returns how many files this process has open; 0 where Java does not tell. */
    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : 0;
    }

    /** As a new file: some file systems force one to disk that is written again. */
    private void replace(String name, byte[] bytes) throws IOException {
        Path path = folder.resolve(name);
        Files.delete(path);
        Files.write(path, bytes);
    }

    private void check(long number, Path path) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        try {
            target.reading().read(folder, path);
            numRead++;
        } catch (IOException | UsageException e) {
            numRefused++;
            String message = String.valueOf(e.getMessage());
            if (!message.contains(folder.toString())
                    || message.length() > LONGEST_MESSAGE
                    || message.lines().count() != 1) {
                throw new AssertionError(input(number) + " in " + path + ": unclear message: " + message, e);
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError(input(number) + " in " + path, e);
        }
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        nanos = THREADS.getCurrentThreadCpuTime() - nanos;
        if (bytes > MOST_BYTES || nanos > TimeUnit.SECONDS.toNanos(MOST_SECONDS)) {
            throw new AssertionError(input(number) + " in " + path + " took " + bytes + " bytes and " + nanos + " ns");
        }
        mostBytes = Math.max(mostBytes, bytes);
    }

    private String input(long number) {
        return target.name() + ": input " + number + " of seed " + seed;
    }
}
